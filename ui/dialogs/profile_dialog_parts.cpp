// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/profile_dialog.h"

#include "ui/dialogs/profile_form.h"
#include "ui/dialogs/test_list.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/type_scale.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

namespace {

QIcon colorIcon(const Look& look, int preset, const QFont& font, qreal ratio)
{
    const int side = type::width(12, font);
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.theme.clusterColor(preset));
    painter.drawRoundedRect(QRectF(0, 0, side, side), 3, 3);
    return pixmap;
}

QString shownName(const profile::Profile& profile)
{
    return profile.name.isEmpty() ? QCoreApplication::translate("ProfileDialog", "no name yet")
                                  : oneLine(profile.name, 100);
}

QPushButton* smallButton(const Look& look, Icon icon, const QString& name, const QString& words)
{
    auto* button = new QPushButton;
    button->setObjectName(name);
    button->setAutoDefault(false);
    button->setIcon(look.icons.icon(icon, Token::Text2));
    button->setAccessibleName(words);
    button->setToolTip(words);
    button->setFixedWidth(type::height(28, button->font()) + 4);
    return button;
}

} // namespace

ProfileDialog::ProfileDialog(const Look& look, const Means& means, profile::ProfileStore& store,
                             profile::SecretStore& sessionSecrets, QWidget* parent)
    : QDialog(parent)
    , m_look(look)
    , m_means(means)
    , m_store(store)
    , m_sessionSecrets(sessionSecrets)
{
    setObjectName(u"profileDialog"_s);
    setWindowTitle(tr("Profiles"));
    resize(type::width(880, font()), type::width(660, font()));
    for (const profile::Profile& profile : store.profiles())
        m_entries.push_back({.draft = {profile, {}}, .stored = {profile, {}}});

    m_form = new ProfileForm(look);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_message = new MessageBar(look);
    m_test = new TestList(look);
    m_test->setContentsMargins(16, 4, 16, 4);

    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_message);
    right->addWidget(scroll, 1);
    right->addWidget(new Rule(Qt::Horizontal));
    right->addWidget(m_test);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeList());
    middle->addWidget(new Rule(Qt::Vertical));
    middle->addLayout(right, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(middle, 1);
    column->addWidget(new Rule(Qt::Horizontal));
    column->addWidget(makeFooter());

    connect(m_list, &QListWidget::currentRowChanged, this, &ProfileDialog::showEntry);
    connect(m_form, &ProfileForm::edited, this, [this] {
        m_test->clear();
        keepForm();
        if (QListWidgetItem* item = m_list->item(m_shown)) {
            const profile::Profile& profile = m_entries[size_t(m_shown)].draft.profile;
            item->setText(shownName(profile));
            item->setIcon(colorIcon(m_look, profile.color, font(), devicePixelRatioF()));
        }
    });
    means.keyring.probe().then(this, [this](const base::Result<void>& answer) { m_form->setKeyring(answer); });
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
        connect(new QShortcut(QKeySequence(Qt::CTRL | key), this), &QShortcut::activated, this, &ProfileDialog::save);
    if (!store.problem().isEmpty()) m_message->showMessage(State::Warning, store.problem());
    list();
    updateButtons();
}

QWidget* ProfileDialog::makeList()
{
    m_list = new QListWidget;
    m_list->setObjectName(u"profileList"_s);
    m_list->setAccessibleName(tr("Profiles"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);

    auto* add = smallButton(m_look, Icon::Add, u"addProfile"_s, tr("Add a profile"));
    m_duplicate = smallButton(m_look, Icon::Copy, u"duplicateProfile"_s, tr("Duplicate the profile"));
    m_delete = smallButton(m_look, Icon::Close, u"deleteProfile"_s, tr("Delete the profile"));
    m_up = smallButton(m_look, Icon::Up, u"profileUp"_s, tr("Move it up"));
    m_down = smallButton(m_look, Icon::Down, u"profileDown"_s, tr("Move it down"));
    connect(add, &QPushButton::clicked, this, [this] { addProfile({}); });
    connect(m_duplicate, &QPushButton::clicked, this, &ProfileDialog::duplicate);
    connect(m_delete, &QPushButton::clicked, this, &ProfileDialog::removeChosen);
    connect(m_up, &QPushButton::clicked, this, [this] { moveChosen(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveChosen(1); });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QPushButton* button : {add, m_duplicate, m_delete, m_up, m_down})
        buttons->addWidget(button);
    buttons->addStretch();

    auto* fromEnvironment = new QPushButton(tr("From the environment"));
    fromEnvironment->setObjectName(u"importEnvironment"_s);
    auto* import = new QPushButton(tr("Import…"));
    auto* exportAll = new QPushButton(tr("Export…"));
    for (QPushButton* button : {fromEnvironment, import, exportAll})
        button->setAutoDefault(false);
    connect(fromEnvironment, &QPushButton::clicked, this, &ProfileDialog::importEnvironment);
    connect(import, &QPushButton::clicked, this, &ProfileDialog::importFile);
    connect(exportAll, &QPushButton::clicked, this, &ProfileDialog::exportFile);
    auto* files = new QHBoxLayout;
    files->setSpacing(4);
    files->addWidget(import);
    files->addWidget(exportAll);

    auto* panel = new QWidget;
    panel->setFixedWidth(type::width(216, font()));
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(8, 12, 8, 12);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    column->addWidget(fromEnvironment);
    column->addLayout(files);
    return panel;
}

QWidget* ProfileDialog::makeFooter()
{
    m_testButton = new QPushButton(tr("Test connection"));
    m_testButton->setObjectName(u"testProfile"_s);
    m_testButton->setAutoDefault(false);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_save = new QPushButton(tr("Save"));
    m_save->setObjectName(u"saveProfiles"_s);
    m_save->setDefault(true);
    connect(m_testButton, &QPushButton::clicked, this, &ProfileDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ProfileDialog::save);
    auto* footer = new QWidget;
    footer->setMinimumHeight(type::height(52, font()));
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_testButton);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_save);
    return footer;
}

void ProfileDialog::list()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const Entry& entry : m_entries) {
        auto* item = new QListWidgetItem(colorIcon(m_look, entry.draft.profile.color, font(), devicePixelRatioF()),
                                         shownName(entry.draft.profile), m_list);
        item->setSizeHint({0, type::height(28, font())});
    }
    m_list->setCurrentRow(-1);
}

void ProfileDialog::updateButtons()
{
    const bool hasOne = m_shown >= 0 && m_shown < int(m_entries.size());
    m_duplicate->setEnabled(hasOne);
    m_delete->setEnabled(hasOne);
    m_up->setEnabled(hasOne && m_shown > 0);
    m_down->setEnabled(hasOne && m_shown + 1 < int(m_entries.size()));
    m_testButton->setEnabled(hasOne);
    m_save->setEnabled(!m_isSaving);
}

} // namespace tailboard::dialogs
