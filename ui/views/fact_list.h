// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QScrollArea>
#include <optional>
#include <vector>

namespace tailboard::widgets {
struct Look;
}

namespace tailboard::views {

/// One line of a FactList.
struct Fact
{
    QString name;
    QString value;
    std::optional<widgets::Shape> shape = {}; ///< drawn before the value
    bool isCode = false;                      ///< fixed font: ids, rules, original messages
    friend bool operator==(const Fact&, const Fact&) = default;
};

/// Names and values of one object in two columns; each value can be selected and copied. For detail tabs.
class FactList : public QScrollArea
{
    Q_OBJECT

public:
    explicit FactList(const widgets::Look& look, QWidget* parent = nullptr);

    /// Values of the same names change in place, so that a selection in another line stays.
    void setFacts(std::vector<Fact> facts);

private:
    void build();

    const widgets::Look& m_look;
    std::vector<Fact> m_facts;
};

} // namespace tailboard::views
