// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/cluster/object_reader.h"

#include <QTimer>
#include <QWidget>
#include <memory>
#include <vector>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace tailboard::widgets {
struct Look;
class EmptyState;
class HintField;
class Label;
} // namespace tailboard::widgets

namespace tailboard::views {

class JsonColors;

/// What the servers say of an object, word for word: one of several documents, with a search in it. It asks only while
/// it is visible, and never puts another text under the reader's eyes unasked: a change is said beside the age.
class RawTab : public QWidget
{
    Q_OBJECT

public:
    /// `reader` may be null (then nothing is read and that is said). All outlive it.
    RawTab(const widgets::Look& look, const base::Clock& clock, cluster::ObjectReader* reader,
           QWidget* parent = nullptr);
    ~RawTab() override;

    /// The object whose documents are shown; `key` tells whether it is another one than before. Cheap when it is not.
    void setSubject(const cluster::Subject& subject, const QString& key);
    /// No object: nothing is shown and nothing read.
    void clearSubject();
    /// The object's row changed since: says so.
    void markChanged();
    /// Reads the documents again when visible, else when it is next shown.
    void readAgain();
    /// Repaints the age.
    void tick();

    /// Puts these documents in as just read; the chosen one stays chosen by its title.
    void setDocuments(QList<cluster::RawDocument> documents);

    /// Ctrl+F.
    void focusSearch();
    void focusText();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void read();
    void takeAnswer(const base::Result<QList<cluster::RawDocument>>& answer);
    void showDocument(int index);
    void showSentence(const QString& sentence, bool canTryAgain);
    void updateAge();
    void findAll();
    void step(int by);
    void markMatches();
    const cluster::RawDocument* current() const;

    const widgets::Look& m_look;
    const base::Clock& m_clock;
    cluster::ObjectReader* m_reader;

    std::optional<cluster::Subject> m_subject;
    QString m_key;
    QList<cluster::RawDocument> m_documents;
    std::optional<QDateTime> m_readAt;
    bool m_isWanted = false; ///< to be read when it is visible
    bool m_isChanged = false;
    std::unique_ptr<QObject> m_request; ///< while one is under way
    QTimer m_settle;                    ///< so that passing over rows asks for none of them

    std::vector<int> m_matches; ///< positions in the text
    int m_match = -1;
    bool m_hasMoreMatches = false;

    QComboBox* m_chooser;
    widgets::HintField* m_search;
    widgets::Label* m_found;
    QToolButton* m_previous;
    QToolButton* m_next;
    widgets::Label* m_age;
    QPushButton* m_again;
    QPushButton* m_copy;
    QPlainTextEdit* m_text;
    JsonColors* m_colors;
    widgets::EmptyState* m_notice;
    QPushButton* m_tryAgain;
    QStackedWidget* m_body;
};

} // namespace tailboard::views
