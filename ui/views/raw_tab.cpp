// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/raw_tab.h"

#include "ui/views/cluster_text.h"
#include "ui/views/json_colors.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/hint_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace tailboard::views {

using namespace widgets;
using cluster::RawDocument;

namespace {

/// Laying out one line of a megabyte stops the window; what is cut is still copied.
constexpr qsizetype longestLine = 20'000;
constexpr qsizetype longestText = 8'000'000;
/// Colouring is done for a whole text at once (0.4 ms for a kilobyte of lines would be seen above this).
constexpr qsizetype longestColored = 400'000;
constexpr int mostMatches = 9'999;
constexpr int mostMarked = 500;

/// As it can be shown: see manyLines(); long lines cut.
QString shownText(const QString& text)
{
    QString shown = manyLines(text, longestText);
    bool isLong = false;
    for (qsizetype at = 0; at < shown.size() && !isLong;) {
        qsizetype end = shown.indexOf(u'\n', at);
        if (end < 0) end = shown.size();
        isLong = end - at > longestLine;
        at = end + 1;
    }
    if (!isLong) return shown;
    QStringList lines = shown.split(u'\n');
    for (QString& line : lines)
        if (line.size() > longestLine) line = line.left(longestLine) + u'…';
    return lines.join(u'\n');
}

QToolButton* stepButton(const Look& look, Icon icon, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(look.icons.icon(icon, Token::Text2));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

} // namespace

RawTab::RawTab(const Look& look, const base::Clock& clock, cluster::ObjectReader* reader, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_clock(clock)
    , m_reader(reader)
    , m_chooser(new QComboBox)
    , m_search(new HintField(look, Icon::Search, tr("Find in the text"), tr("Ctrl+F")))
    , m_found(label({}, Token::Text3, Step::Small))
    , m_previous(stepButton(look, Icon::Up, tr("Previous match")))
    , m_next(stepButton(look, Icon::Down, tr("Next match")))
    , m_age(label({}, Token::Text3, Step::Small))
    , m_again(new QPushButton(look.icons.icon(Icon::Refresh, Token::Text), tr("Read again")))
    , m_copy(new QPushButton(look.icons.icon(Icon::Copy, Token::Text), tr("Copy JSON")))
    , m_text(new QPlainTextEdit)
    , m_colors(new JsonColors(look.theme, this))
    , m_notice(new EmptyState(look, Icon::Raw, {}))
    , m_tryAgain(m_notice->addButton(tr("Try again")))
    , m_body(new QStackedWidget)
{
    setObjectName(u"rawTab"_s);
    setFocusPolicy(Qt::ClickFocus);
    m_chooser->setObjectName(u"rawChooser"_s);
    m_chooser->setAccessibleName(tr("Document"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(28);
    m_chooser->setFixedHeight(type::height(28, font()));
    m_search->setObjectName(u"rawSearch"_s);
    m_search->setMaxLength(200);
    m_search->setFixedWidth(type::width(220, font()));
    m_found->setObjectName(u"rawFound"_s);
    m_age->setObjectName(u"rawAge"_s);
    m_again->setAutoDefault(false);
    m_again->setObjectName(u"rawAgain"_s);
    m_copy->setAutoDefault(false);
    m_copy->setObjectName(u"rawCopy"_s);
    m_text->setObjectName(u"rawText"_s);
    m_text->setAccessibleName(tr("Text of the document"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setUndoRedoEnabled(false);
    m_text->document()->setDocumentMargin(16);
    m_text->setFont(type::font(Step::Code, QApplication::font()));
    m_body->addWidget(m_notice);
    m_body->addWidget(m_text);
    m_settle.setSingleShot(true);
    m_settle.setInterval(150);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 6, 16, 6);
    bar->setSpacing(8);
    bar->addWidget(m_chooser, 3);
    bar->addWidget(m_search);
    bar->addWidget(m_previous);
    bar->addWidget(m_next);
    bar->addWidget(m_found);
    bar->addStretch(1);
    bar->addWidget(m_age);
    bar->addWidget(m_again);
    bar->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_body, 1);

    connect(&m_settle, &QTimer::timeout, this, &RawTab::read);
    connect(m_chooser, &QComboBox::activated, this, &RawTab::showDocument);
    connect(m_search, &QLineEdit::textChanged, this, &RawTab::findAll);
    connect(m_search, &HintField::listWanted, this, [this] { step(1); });
    connect(m_search, &HintField::left, this, &RawTab::focusText);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_again, &QPushButton::clicked, this, &RawTab::read);
    connect(m_tryAgain, &QPushButton::clicked, this, &RawTab::read);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const RawDocument* shown = current()) QApplication::clipboard()->setText(shown->text);
    });
    m_search->installEventFilter(this);
    clearSubject();
}

RawTab::~RawTab() = default;

void RawTab::setSubject(const cluster::Subject& subject, const QString& key)
{
    if (m_subject && key == m_key) return updateAge();
    m_subject = subject;
    m_key = key;
    m_request.reset();
    m_readAt.reset();
    m_isChanged = false;
    m_documents.clear();
    m_chooser->clear();
    m_chooser->setEnabled(false);
    m_isWanted = m_reader != nullptr;
    showSentence(m_reader ? tr("Reading…") : tr("Nothing is read here."), false);
    if (m_isWanted && isVisible()) m_settle.start();
}

void RawTab::clearSubject()
{
    m_subject.reset();
    m_key.clear();
    m_request.reset();
    m_settle.stop();
    m_isWanted = false;
    m_documents.clear();
    m_chooser->clear();
    m_chooser->setEnabled(false);
    m_readAt.reset();
    showSentence(tr("Nothing is read of this."), false);
}

void RawTab::markChanged()
{
    if (!m_readAt || m_isChanged) return;
    m_isChanged = true;
    updateAge();
}

void RawTab::readAgain()
{
    m_isWanted = m_subject && m_reader;
    if (isVisible()) read();
}

void RawTab::read()
{
    m_settle.stop();
    if (!m_subject || !m_reader) return;
    m_isWanted = false;
    m_request = std::make_unique<QObject>();
    if (m_documents.isEmpty()) showSentence(tr("Reading…"), false);
    m_reader->readRaw(*m_subject, m_request.get(), [this](const base::Result<QList<RawDocument>>& answer) {
        m_request.release()->deleteLater(); // the caller may still look at it
        takeAnswer(answer);
    });
    updateAge();
}

void RawTab::takeAnswer(const base::Result<QList<RawDocument>>& answer)
{
    if (answer) return setDocuments(*answer);
    m_documents.clear();
    m_chooser->clear();
    m_readAt.reset();
    QString sentence = answer.error().sentence();
    if (!answer.error().original.isEmpty()) sentence += u'\n' + answer.error().original;
    showSentence(sentence, true);
}

void RawTab::setDocuments(QList<RawDocument> documents)
{
    const QString chosen = m_chooser->currentText();
    const QPoint place(m_text->horizontalScrollBar()->value(), m_text->verticalScrollBar()->value());
    m_documents = std::move(documents);
    m_readAt = m_clock.now();
    m_isChanged = false;
    m_chooser->clear();
    for (const RawDocument& each : m_documents)
        m_chooser->addItem(oneLine(each.title));
    m_chooser->setEnabled(!m_documents.isEmpty());
    const int again = m_chooser->findText(chosen, Qt::MatchExactly | Qt::MatchCaseSensitive);
    showDocument(std::max(0, again));
    if (again < 0) return;
    m_text->horizontalScrollBar()->setValue(place.x());
    m_text->verticalScrollBar()->setValue(place.y());
}

const RawDocument* RawTab::current() const
{
    const int at = m_chooser->currentIndex();
    return at >= 0 && at < m_documents.size() ? &m_documents[at] : nullptr;
}

void RawTab::showDocument(int index)
{
    m_chooser->setCurrentIndex(index);
    const RawDocument* shown = current();
    if (!shown) return showSentence(tr("The server said nothing of it."), true);
    if (shown->error) {
        QString sentence = shown->error->sentence();
        if (!shown->error->original.isEmpty()) sentence += u'\n' + shown->error->original;
        return showSentence(sentence, true);
    }
    const QString text = shownText(shown->text);
    m_colors->setDocument(nullptr); // or it would colour the text twice
    m_text->setPlainText(text);
    if (text.size() <= longestColored) m_colors->setDocument(m_text->document());
    m_body->setCurrentWidget(m_text);
    if (hasFocus()) focusText();
    m_copy->setEnabled(true);
    m_search->setEnabled(true);
    findAll();
    updateAge();
}

void RawTab::showSentence(const QString& sentence, bool canTryAgain)
{
    m_colors->setDocument(nullptr);
    m_text->clear();
    m_notice->setSentence(sentence);
    m_tryAgain->setVisible(canTryAgain);
    m_body->setCurrentWidget(m_notice);
    m_copy->setEnabled(false);
    m_search->setEnabled(false);
    findAll();
    updateAge();
}

void RawTab::tick()
{
    updateAge();
}

void RawTab::updateAge()
{
    m_again->setEnabled(m_subject && m_reader && !m_request);
    if (m_request) return m_age->setPlain(tr("Reading…"));
    if (!m_readAt) return m_age->setPlain({});
    const QString ago = tr("read %1").arg(agoText(m_readAt, m_clock.now()));
    m_age->setPlain(m_isChanged ? tr("changed since, %1").arg(ago) : ago);
    m_age->setToken(m_isChanged ? Token::Text : Token::Text3);
}

void RawTab::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void RawTab::focusText()
{
    // Until there is a text, the tab keeps the keyboard for it.
    QWidget* taker = m_body->currentWidget() == m_text ? static_cast<QWidget*>(m_text) : this;
    taker->setFocus(Qt::OtherFocusReason);
}

void RawTab::findAll()
{
    m_matches.clear();
    m_match = -1;
    m_hasMoreMatches = false;
    const QString wanted = m_search->text();
    if (!wanted.isEmpty() && m_body->currentWidget() == m_text) {
        const QString text = m_text->toPlainText();
        for (qsizetype at = text.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive)) {
            if (int(m_matches.size()) == mostMatches) {
                m_hasMoreMatches = true;
                break;
            }
            m_matches.push_back(int(at));
        }
    }
    if (m_matches.empty())
        markMatches();
    else
        step(1);
}

void RawTab::step(int by)
{
    if (m_matches.empty()) return;
    const int count = int(m_matches.size());
    // The first one of a new search is the next behind what is at the top, so that the text does not jump away.
    if (m_match < 0) {
        const int top = m_text->cursorForPosition({0, 0}).position();
        const auto next = std::lower_bound(m_matches.begin(), m_matches.end(), top);
        m_match = next == m_matches.end() ? 0 : int(next - m_matches.begin());
    } else {
        m_match = (m_match + by + count) % count;
    }
    QTextCursor cursor(m_text->document());
    cursor.setPosition(m_matches[size_t(m_match)]);
    m_text->setTextCursor(cursor);
    m_text->ensureCursorVisible();
    markMatches();
}

void RawTab::markMatches()
{
    const int length = int(m_search->text().size());
    QList<QTextEdit::ExtraSelection> marks;
    // Around the current one: each mark costs at every paint.
    const int first = std::max(0, m_match - mostMarked / 2);
    const int last = std::min(int(m_matches.size()), first + mostMarked);
    for (int i = first; i < last; ++i) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_text->document());
        mark.cursor.setPosition(m_matches[size_t(i)]);
        mark.cursor.setPosition(m_matches[size_t(i)] + length, QTextCursor::KeepAnchor);
        if (i == m_match) {
            mark.format.setBackground(m_look.theme.color(Token::Accent));
            mark.format.setForeground(m_look.theme.color(Token::OnAccent));
        } else {
            mark.format.setBackground(m_look.theme.color(Token::Sel));
        }
        marks << mark;
    }
    m_text->setExtraSelections(marks);
    const bool isSearching = m_search->isEnabled() && length > 0;
    const QString count = m_hasMoreMatches ? tr("more than %1").arg(mostMatches) : QString::number(m_matches.size());
    m_found->setPlain(!isSearching        ? QString()
                      : m_matches.empty() ? tr("no match")
                                          : tr("%1 of %2").arg(m_match + 1).arg(count));
    m_previous->setEnabled(!m_matches.empty());
    m_next->setEnabled(!m_matches.empty());
}

bool RawTab::event(QEvent* event)
{
    // The page has the same key for its filter; here the text is meant.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::ApplicationFontChange) m_text->setFont(type::font(Step::Code, QApplication::font()));
    return QWidget::event(event);
}

void RawTab::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find))
        focusSearch();
    else if (event->matches(QKeySequence::FindPrevious))
        step(-1);
    else if (event->matches(QKeySequence::FindNext))
        step(1);
    else
        QWidget::keyPressEvent(event);
}

bool RawTab::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return && key->modifiers() == Qt::ShiftModifier) {
            step(-1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RawTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_isWanted) read();
    updateAge();
}

void RawTab::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    m_colors->rehighlight();
    markMatches();
}

} // namespace tailboard::views
