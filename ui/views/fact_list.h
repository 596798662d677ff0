// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/place.h"
#include "ui/widgets/state_words.h"

#include <QScrollArea>
#include <optional>
#include <vector>

class QGridLayout;

namespace tailboard::widgets {
struct Look;
class Label;
class StateGlyph;
} // namespace tailboard::widgets

namespace tailboard::views {

class FactValue;

/// One line of a FactList.
struct Fact
{
    QString name;
    QString value;
    std::optional<widgets::Shape> shape = {}; ///< drawn before the value
    bool isCode = false;                      ///< fixed font: ids, rules, original messages
    std::optional<Place> place = {};          ///< the value is a link that leads there
    bool isHeading = false;                   ///< `name` over the lines that follow; nothing else of it is shown
    friend bool operator==(const Fact&, const Fact&) = default;
};

/// Names and values of one object in two columns, for detail tabs. Each value can be selected and copied; one with a
/// place is a link, reached by Tab and followed by Return or a click.
class FactList : public QScrollArea
{
    Q_OBJECT

public:
    explicit FactList(const widgets::Look& look, QWidget* parent = nullptr);

    /// Lines change in place, so that a selection in another line stays and nothing is made anew from row to row.
    void setFacts(std::vector<Fact> facts);
    const std::vector<Fact>& facts() const { return m_facts; }

signals:
    /// A link was followed.
    void placeWanted(const tailboard::views::Place& place);

private:
    /// The widgets of one line, kept for the next object when a list gets shorter.
    struct Line
    {
        widgets::Label* name = nullptr;
        widgets::StateGlyph* glyph = nullptr; ///< only once a fact here had a shape
        FactValue* value = nullptr;
        bool isHeading = false;
    };

    void setLine(size_t at, const Fact& fact);
    void placeValue(size_t at, bool hasShape);

    const widgets::Look& m_look;
    QGridLayout* m_grid;
    std::vector<Fact> m_facts;
    std::vector<Line> m_lines;
};

} // namespace tailboard::views
