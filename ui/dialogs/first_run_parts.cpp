// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/first_run_page.h"

#include "ui/dialogs/found_row.h"
#include "ui/dialogs/test_list.h"
#include "ui/widgets/color_choice.h"
#include "ui/widgets/icon_glyph.h"
#include "ui/widgets/label.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/look.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/secret_field.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStyleOptionButton>
#include <QStylePainter>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

namespace {

constexpr int kWidth = 720;

/// The program's own mark in the colours of the theme.
class AppMark final : public QWidget
{
public:
    explicit AppMark(const Look& look)
        : m_look(look)
    {
        setFixedSize(QSize(1, 1) * type::width(48, font()));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(width() / 48.0, height() / 48.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look.theme.color(Token::Accent));
        painter.drawRoundedRect(QRectF(0, 0, 48, 48), 11, 11);
        const QColor ink = m_look.theme.color(Token::OnAccent);
        painter.setPen(QPen(mixed(m_look.theme.color(Token::Accent), ink, 0.4), 2.6, Qt::SolidLine, Qt::RoundCap));
        for (const int y : {15, 24, 33})
            painter.drawLine(12, y, 36, y);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(16, 15), 4, 4);
        painter.drawEllipse(QPointF(31, 24), 4, 4);
        painter.drawEllipse(QPointF(21, 33), 4, 4);
    }

private:
    const Look& m_look;
};

/// The primary button with the key that presses it.
class KeyedButton final : public QPushButton
{
public:
    KeyedButton(const Look& look, const QString& text, const QString& key)
        : QPushButton(text)
        , m_look(look)
        , m_key(key)
    {
        setDefault(true);
    }

    QSize sizeHint() const override { return QPushButton::sizeHint() + QSize(room(), 0); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        painter.drawControl(QStyle::CE_PushButtonBevel, option);
        const QRect whole = option.rect;
        option.rect.adjust(0, 0, -room(), 0);
        painter.drawControl(QStyle::CE_PushButtonLabel, option);
        painter.setFont(type::caption(font()));
        painter.setOpacity(isEnabled() ? 0.8 : 0.4);
        painter.setPen(m_look.theme.color(Token::OnAccent));
        painter.drawText(whole.adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, m_key);
    }

private:
    int room() const { return QFontMetrics(type::caption(font())).horizontalAdvance(m_key) + 6; }

    const Look& m_look;
    QString m_key;
};

/// A field or note with a ground of its own and round corners.
class Card final : public QFrame
{
public:
    Card(const Look& look, Token fill, bool hasBorder, bool isTint = false)
        : m_look(look)
        , m_fill(fill)
        , m_hasBorder(hasBorder)
        , m_isTint(isTint)
    {}

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_hasBorder ? QPen(m_look.theme.color(Token::Line)) : QPen(Qt::NoPen));
        painter.setBrush(m_isTint ? m_look.theme.tint(State::Unknown) : m_look.theme.color(m_fill));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }

private:
    const Look& m_look;
    Token m_fill;
    bool m_hasBorder;
    bool m_isTint;
};

} // namespace

FirstRunPage::FirstRunPage(const Look& look, const Means& means, const Found& found, QWidget* parent)
    : QWidget(parent)
    , m_means(means)
    , m_found(found)
    , m_message(new MessageBar(look))
    , m_test(new TestList(look))
{
    setObjectName(u"firstRunPage"_s);
    auto* column = new QWidget;
    column->setFixedWidth(type::width(kWidth, font()));
    auto* parts = new QVBoxLayout(column);
    parts->setContentsMargins(0, 36, 0, 24);
    parts->setSpacing(0);
    parts->addWidget(makeHeader(look));
    parts->addSpacing(20);
    parts->addWidget(makeCard(look));
    parts->addSpacing(16);
    parts->addWidget(makeNote(look));
    parts->addSpacing(12);
    parts->addWidget(m_message);
    parts->addSpacing(12);
    parts->addWidget(makeButtons(look));
    parts->addSpacing(12);
    parts->addWidget(m_test);
    parts->addSpacing(12);
    parts->addWidget(makeFooter(look));
    parts->addStretch();

    auto* centred = new QWidget;
    auto* row = new QHBoxLayout(centred);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch();
    row->addWidget(column);
    row->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(centred);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setBackgroundRole(QPalette::Base);
    centred->setBackgroundRole(QPalette::Base);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    // Enter connects from everywhere on the page; Space presses the button that has the focus.
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* enter = new QShortcut(QKeySequence(key), this);
        enter->setContext(Qt::WidgetWithChildrenShortcut);
        connect(enter, &QShortcut::activated, m_connect, &QPushButton::click);
    }
    connect(m_test, &TestList::changed, this, &FirstRunPage::showTest);
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        m_test->clear();
        showNomad();
        if (!m_isNameOwn) m_name->setText(defaultName());
    });
    connect(m_token, &QLineEdit::textEdited, m_test, &TestList::clear);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_isNameOwn = true; });

    const profile::Profile& imported = found.imported.profile;
    m_address->setText(!imported.nomad.isEmpty() ? imported.nomad.first()
                       : found.hasLocalNomad     ? u"http://127.0.0.1:4646"_s
                                                 : QString());
    m_address->setVisible(m_address->text().isEmpty());
    m_change->setVisible(!m_address->text().isEmpty());
    m_token->setSecret(found.imported.secrets.nomadToken.bytes(), tr("from %1").arg(u"NOMAD_TOKEN"_s));
    m_name->setText(defaultName());
    showNomad();
    askTailscale();
    askKeyring();
}

QWidget* FirstRunPage::makeHeader(const Look& look)
{
    auto* header = new QWidget;
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(new AppMark(look));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* title = label(tr("Connect to a cluster"), Token::Text, Step::Result);
    m_subtitle = label(tr("Found on this machine. No network request was made yet."), Token::Text2);
    m_subtitle->setObjectName(u"firstRunSubtitle"_s);
    texts->addWidget(title);
    texts->addWidget(m_subtitle);
    row->addLayout(texts, 1);
    return header;
}

QWidget* FirstRunPage::makeCard(const Look& look)
{
    m_tailscale = new FoundRow(look, Icon::Peers, tr("Tailscale"));
    m_tailscale->setObjectName(u"foundTailscale"_s);
    m_nomad = new FoundRow(look, Icon::Jobs, tr("Nomad"));
    m_nomad->setObjectName(u"foundNomad"_s);
    m_traefik = new FoundRow(look, Icon::Routes, tr("Traefik"));
    m_traefik->setObjectName(u"foundTraefik"_s);
    m_address = new QLineEdit;
    m_address->setObjectName(u"nomadAddress"_s);
    m_address->setAccessibleName(tr("Address of Nomad"));
    m_address->setPlaceholderText(u"http://100.64.0.1:4646"_s);
    m_nomad->addField(m_address);
    m_change = new QPushButton(tr("Change…"));
    m_change->setObjectName(u"changeAddress"_s);
    m_change->setFont(type::small(font()));
    m_change->setFixedHeight(type::height(24, m_change->font()));
    m_change->setAccessibleName(tr("Change the address of Nomad"));
    connect(m_change, &QPushButton::clicked, this, &FirstRunPage::changeAddress);
    m_nomad->addButton(m_change);

    auto* card = new Card(look, Token::Base, true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    for (FoundRow* row : {m_tailscale, m_nomad, m_traefik}) {
        column->addWidget(row);
        column->addWidget(new Rule(Qt::Horizontal));
    }
    column->addWidget(makeForm(look));
    return card;
}

QWidget* FirstRunPage::makeForm(const Look& look)
{
    const int labelWidth = type::width(96, font());
    const auto caption = [&](const QString& text, QWidget* buddy) {
        auto* made = label(text, Token::Text2);
        made->setFixedWidth(labelWidth);
        made->setBuddy(buddy);
        buddy->setAccessibleName(text);
        return made;
    };
    m_token = new SecretField(look);
    m_token->setObjectName(u"nomadToken"_s);
    m_token->setPlaceholderText(tr("none: what everybody may read"));
    auto* paste = new QPushButton(tr("Paste"));
    paste->setObjectName(u"pasteToken"_s);
    paste->setAccessibleName(tr("Paste the token"));
    connect(paste, &QPushButton::clicked, m_token, &SecretField::pasteSecret);
    m_session = new QRadioButton(tr("This session only"));
    m_session->setObjectName(u"sessionOnly"_s);
    m_keyring = new QRadioButton(tr("Keep in the system keyring"));
    m_keyring->setObjectName(u"keepInKeyring"_s);
    m_session->setFont(type::small(font()));
    m_keyring->setFont(type::small(font()));
    m_session->setChecked(true);
    m_keyringReason = new Label({}, Token::Text3, Step::Small, Label::Mode::Wrapped);
    m_keyringReason->setObjectName(u"keyringReason"_s);
    m_keyringReason->hide();
    m_name = new QLineEdit;
    m_name->setObjectName(u"profileName"_s);
    m_name->setMaxLength(100);
    m_name->setFixedWidth(type::width(240, font()));
    m_color = new ColorChoice(look);

    auto* form = new QWidget;
    form->setObjectName(u"firstRunForm"_s);
    form->setAutoFillBackground(true);
    form->setBackgroundRole(Theme::role(Token::Win));
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(16, 12, 16, 14);
    column->setSpacing(4);
    auto* token = new QHBoxLayout;
    token->setSpacing(12);
    token->addWidget(caption(tr("Nomad token"), m_token));
    token->addWidget(m_token, 1);
    token->addWidget(paste);
    column->addLayout(token);
    auto* places = new QHBoxLayout;
    places->setContentsMargins(labelWidth + 12, 4, 0, 4);
    places->setSpacing(32);
    places->addWidget(m_session);
    places->addWidget(m_keyring);
    places->addStretch();
    column->addLayout(places);
    auto* reason = new QHBoxLayout;
    reason->setContentsMargins(labelWidth + 12, 0, 0, 4);
    reason->addWidget(m_keyringReason);
    column->addLayout(reason);
    auto* name = new QHBoxLayout;
    name->setSpacing(12);
    name->addWidget(caption(tr("Profile"), m_name));
    name->addWidget(m_name);
    name->addWidget(label(tr("Colour"), Token::Text2));
    name->addWidget(m_color);
    name->addStretch();
    column->addLayout(name);
    return form;
}

QWidget* FirstRunPage::makeNote(const Look& look)
{
    auto* note = new Card(look, Token::Win, false, true);
    auto* row = new QHBoxLayout(note);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(12);
    row->addWidget(new IconGlyph(look, Icon::ReadOnly, Token::Text2, 20));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(label(tr("Read-only"), Token::Text, Step::Strong));
    texts->addWidget(
        label(tr("Tailboard sends only GET requests. It reads, and changes nothing."), Token::Text2, Step::Small));
    row->addLayout(texts, 1);
    note->setMinimumHeight(type::height(56, font()));
    return note;
}

QWidget* FirstRunPage::makeButtons(const Look& look)
{
    const int height = type::height(32, font());
    auto* demo = new QPushButton(tr("Try the demo cluster"));
    demo->setObjectName(u"tryDemo"_s);
    demo->setIcon(look.icons.icon(Icon::Play, Token::Text));
    demo->setIconSize(QSize(1, 1) * type::width(14, font()));
    m_testButton = new QPushButton(tr("Test connection"));
    m_testButton->setObjectName(u"testConnection"_s);
    m_connect = new KeyedButton(look, tr("Connect read-only"), tr("Enter"));
    m_connect->setObjectName(u"connect"_s);
    for (QPushButton* button : {demo, m_testButton, m_connect})
        button->setFixedHeight(height);
    connect(demo, &QPushButton::clicked, this, &FirstRunPage::demoWanted);
    connect(m_testButton, &QPushButton::clicked, this, &FirstRunPage::test);
    connect(m_connect, &QPushButton::clicked, this, &FirstRunPage::connectNow);

    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(demo);
    row->addWidget(label(tr("no network, everything works"), Token::Text3, Step::Small));
    row->addStretch();
    row->addWidget(m_testButton);
    row->addWidget(m_connect);
    return buttons;
}

QWidget* FirstRunPage::makeFooter(const Look& look)
{
    auto* more = new LinkButton(look, tr("Other addresses, TLS, region…"));
    more->setObjectName(u"otherAddresses"_s);
    m_look = new LinkButton(look, tr("Look on my tailnet…"));
    m_look->setObjectName(u"lookOnTailnet"_s);
    connect(more, &QPushButton::clicked, this, [this] { emit moreWanted(draft()); });
    connect(m_look, &QPushButton::clicked, this, [this, &look] { lookOnTailnet(look); });

    auto* footer = new QWidget;
    auto* column = new QVBoxLayout(footer);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(new Rule(Qt::Horizontal));
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(more);
    row->addWidget(m_look);
    row->addStretch();
    row->addWidget(
        label(tr("No account, no telemetry. Only your own three APIs are contacted."), Token::Text3, Step::Small));
    column->addLayout(row);
    return footer;
}

} // namespace tailboard::dialogs
