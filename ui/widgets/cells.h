// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/state_words.h"

#include <QMetaType>
#include <QString>
#include <optional>
#include <variant>

namespace tailboard::widgets {

// What a table cell can show. Views make these from the meaning that models give; CellDelegate paints them. All text
// may come from outside: it is shown as plain text in one line.

/// A state or mark: the shape, and beside it a text when there is one; alone it stands in the middle of its column.
struct StateCell
{
    Shape shape = State::Unknown;
    QString text;     ///< shown beside the shape, as "running"
    QString sentence; ///< why; spoken, and shown as the tool tip
    friend bool operator==(const StateCell&, const StateCell&) = default;
};

/// An address. The suffix is elided before host and path.
struct UrlCell
{
    bool isTls = false;
    QString host;   ///< shown strong: "firefly-sub01"
    QString suffix; ///< shown quiet: ".tail1a2b3.ts.net:8080"
    QString path;   ///< "/api"
    QString scheme; ///< when it is not http or https: "tcp"
    QString url() const;
    friend bool operator==(const UrlCell&, const UrlCell&) = default;
};

/// One pip for each allocation, up to six, and "running/wanted".
struct PipsCell
{
    int running = 0;
    int pending = 0;
    int failed = 0;
    int wanted() const { return running + pending + failed; }
    friend bool operator==(const PipsCell&, const PipsCell&) = default;
};

/// A name, and behind it a quiet rest: "hashicups" "@nomad".
struct NameCell
{
    QString name;
    QString quietSuffix;
    bool isStrong = false;
    friend bool operator==(const NameCell&, const NameCell&) = default;
};

/// A bar of how much of a lifetime has passed, and the days that are left.
struct LifetimeCell
{
    int lifetimeDays = 0; ///< of the certificate or key; 0 or less shows no bar
    int daysLeft = 0;     ///< negative when it has ended
    bool isLate = false;  ///< adds the word "late"
    QString text;         ///< replaces the days: "redirects to https"; without a bar it is small
    State state = State::Ok;
    friend bool operator==(const LifetimeCell&, const LifetimeCell&) = default;
};

/// A link is in the accent colour; what it leads to is the view's.
enum class Tone : unsigned char { Normal, Quiet, Faint, Link };

struct TextCell
{
    QString text;
    Tone tone = Tone::Normal;
    std::optional<State> state; ///< the colour of this state, and weight 600 when it is not ok
    bool isNumber = false;      ///< right-aligned
    bool isSmall = false;
    bool isCode = false; ///< fixed font: ids, addresses
    friend bool operator==(const TextCell&, const TextCell&) = default;
};

/// How much of something that is there is used: a bar, and behind it the amounts.
struct MeterCell
{
    double share = 0; ///< 0..1 of the bar; more fills it, negative shows no bar
    QString text;     ///< "120 of 500 MHz"
    State state = State::Ok;
    friend bool operator==(const MeterCell&, const MeterCell&) = default;
};

struct Cell
{
    std::variant<TextCell, StateCell, UrlCell, PipsCell, NameCell, LifetimeCell, MeterCell> content;
    bool isStale = false; ///< its source is stale: the ground is hatched and "stale" is spoken
    QString tip;          ///< tool tip; without one, text that did not fit is shown
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// The role under which CellDelegate asks a model for a Cell; far from those that models use for meaning.
inline constexpr int CellRole = 0x7A11;

/// What the cell shows as one text without glyphs, for copying: "https://firefly-sub01.tail1a2b3.ts.net/".
QString plainText(const Cell& cell);
/// What a screen reader says: words for everything that is drawn, and "stale" when it is.
QString spokenText(const Cell& cell);
/// "61 d", "ended 3 d ago".
QString daysText(int daysLeft);

} // namespace tailboard::widgets

Q_DECLARE_METATYPE(tailboard::widgets::Cell)
