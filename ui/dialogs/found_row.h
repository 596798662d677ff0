// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icons.h"
#include "ui/widgets/state_words.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

/// One of the three products on the first-run page: what it is, where it was found, in which state, and room for a
/// button or field.
class FoundRow : public QWidget
{
    Q_OBJECT

public:
    FoundRow(const widgets::Look& look, widgets::Icon icon, const QString& title, QWidget* parent = nullptr);

    /// `fact`: where it is and how that is known; several lines when it needs them. `words`: the state in the words of
    /// this row ("address found").
    void setFound(const widgets::Shape& shape, const QString& words, const QString& fact);
    QString fact() const;
    QString stateWords() const;
    widgets::Shape shape() const { return m_shape; }
    /// At the right end, vertically centred.
    void addButton(QWidget* button);
    /// Instead of the fact, or below it.
    void addField(QWidget* field);

private:
    widgets::Shape m_shape;
    QString m_title;
    widgets::StateGlyph* m_glyph;
    widgets::Label* m_words;
    widgets::Label* m_fact;
    QVBoxLayout* m_texts;
    QHBoxLayout* m_tail;
};

} // namespace tailboard::dialogs
