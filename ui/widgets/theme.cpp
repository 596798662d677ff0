// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <array>
#include <cmath>

namespace tailboard::widgets {
namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

// In the order of Token.
constexpr std::array<Pair, 21> kTokens{{
    {0xFFF5F6F7, 0xFF1D1F22}, // Win
    {0xFFFFFFFF, 0xFF17191B}, // Base
    {0xFFFAFBFB, 0xFF1A1C1E}, // Alt
    {0xFFECEEF1, 0xFF1A1C1F}, // Rail
    {0xFFFFFFFF, 0xFF24272B}, // Ctl
    {0xFFDDE1E6, 0xFF303439}, // Line
    {0xFFC6CCD3, 0xFF454B52}, // Line2
    {0xFF858D97, 0xFF737B85}, // Mark
    {0xFF1A1D21, 0xFFE8EAED}, // Text
    {0xFF464D56, 0xFFBBC0C7}, // Text2
    {0xFF5C646E, 0xFF989FA8}, // Text3
    {0xFF3450C6, 0xFF93A8FF}, // Accent
    {0xFFFFFFFF, 0xFF12162B}, // OnAccent
    {0xFFE4E9FA, 0xFF272F4B}, // Sel
    {0xFF8E3A86, 0xFFDE94D6}, // Cluster
    {0xFFF4E8F3, 0xFF38273A}, // ClusterBg
    {0xFFE3E6EA, 0xFF33373C}, // Track
    {0xFFFFFFFF, 0xFF17191B}, // Glyph
    {0xFFE3F2EC, 0xFF182E27}, // Add
    {0xFFFBE9EE, 0xFF3A2225}, // Del
    {0xFFB9E2D2, 0xFF245545}, // Hl
}};

struct ClusterPair
{
    Pair color;
    Pair ground;
};

// Every colour reads on every ground of its scheme: 4.5:1 and more.
constexpr std::array<ClusterPair, clusterPresets> kClusters{{
    {{0xFF8E3A86, 0xFFDE94D6}, {0xFFF4E8F3, 0xFF38273A}}, // plum
    {{0xFF3450C6, 0xFF93A8FF}, {0xFFE8ECFB, 0xFF262D47}}, // blue
    {{0xFF0B6C75, 0xFF4CC3CE}, {0xFFE2F1F2, 0xFF1A3033}}, // teal
    {{0xFF56662B, 0xFFB3C66F}, {0xFFEEF2E3, 0xFF2A3020}}, // olive
    {{0xFF97501B, 0xFFF0A26B}, {0xFFFAEDE2, 0xFF39291D}}, // rust
    {{0xFF5C6168, 0xFFADB3BA}, {0xFFECEEF0, 0xFF2C2F33}}, // grey
}};

// In the order of State.
constexpr std::array<Pair, 6> kStateColors{{
    {0xFFA8123E, 0xFFFF7B7B}, // Critical
    {0xFF935600, 0xFFF2B134}, // Warning
    {0xFF5F646A, 0xFFA8ADB3}, // Unknown
    {0xFF5F646A, 0xFFA8ADB3}, // Stale
    {0xFF0B5CAD, 0xFF6FB1F5}, // Pending
    {0xFF007556, 0xFF35C7A0}, // Ok
}};

constexpr std::array<Pair, 6> kTints{{
    {0xFFFBE9EE, 0xFF3A2224},
    {0xFFFBF1E1, 0xFF352B18},
    {0xFFEEEFF1, 0xFF282B2F},
    {0xFFEEEFF1, 0xFF282B2F},
    {0xFFE6F0FA, 0xFF1C2C3D},
    {0xFFE6F3EF, 0xFF1A302A},
}};

struct RoleOfToken
{
    QPalette::ColorRole role;
    Token token;
};

// The first line of a token is the one that Theme::role() answers.
constexpr std::array kRoles{
    RoleOfToken{QPalette::Window, Token::Win},
    RoleOfToken{QPalette::Base, Token::Base},
    RoleOfToken{QPalette::AlternateBase, Token::Alt},
    RoleOfToken{QPalette::Button, Token::Ctl},
    RoleOfToken{QPalette::WindowText, Token::Text},
    RoleOfToken{QPalette::Text, Token::Text},
    RoleOfToken{QPalette::ButtonText, Token::Text},
    RoleOfToken{QPalette::BrightText, Token::Text2},
    RoleOfToken{QPalette::PlaceholderText, Token::Text3},
    RoleOfToken{QPalette::Link, Token::Accent},
    RoleOfToken{QPalette::Highlight, Token::Accent},
    RoleOfToken{QPalette::HighlightedText, Token::OnAccent},
    RoleOfToken{QPalette::LinkVisited, Token::Cluster},
    RoleOfToken{QPalette::Midlight, Token::Rail},
    RoleOfToken{QPalette::Light, Token::Track},
    RoleOfToken{QPalette::Mid, Token::Line},
    RoleOfToken{QPalette::Dark, Token::Line2},
    RoleOfToken{QPalette::Shadow, Token::Mark},
    RoleOfToken{QPalette::ToolTipBase, Token::Ctl},
    RoleOfToken{QPalette::ToolTipText, Token::Text},
};

QColor pick(const Pair& pair, Theme::Scheme scheme)
{
    return QColor::fromRgb(scheme == Theme::Scheme::Dark ? pair.dark : pair.light);
}

QColor inHighContrast(Token token, const QPalette& system, const QColor& own)
{
    switch (token) {
    case Token::Win:
    case Token::Rail:
        return system.color(QPalette::Window);
    case Token::Base:
    case Token::Alt:
    case Token::Glyph:
        return system.color(QPalette::Base);
    case Token::Ctl:
        return system.color(QPalette::Button);
    case Token::Accent:
        return system.color(QPalette::Highlight);
    case Token::OnAccent:
        return system.color(QPalette::HighlightedText);
    case Token::Sel:
    case Token::Track:
    case Token::ClusterBg:
        return mixed(system.color(QPalette::Base), system.color(QPalette::Text), 0.2);
    case Token::Add:
    case Token::Del:
    case Token::Hl:
        return own;
    default:
        return system.color(QPalette::WindowText); // every line and every text
    }
}

} // namespace

QColor mixed(const QColor& under, const QColor& over, qreal share)
{
    const auto channel = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return QColor(channel(under.red(), over.red()), channel(under.green(), over.green()),
                  channel(under.blue(), over.blue()));
}

qreal contrast(const QColor& a, const QColor& b)
{
    const auto linear = [](qreal channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    const auto luminance = [&](const QColor& color) {
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    const qreal first = luminance(a);
    const qreal second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

Theme Theme::of(const QPalette& system)
{
    // Desktops ship their everyday palettes with a tinted window (Fusion: black on #EFEFEF); only palettes made for
    // high contrast take the full range on window and view alike.
    constexpr qreal full = 20.0;
    const bool isHigh = contrast(system.color(QPalette::WindowText), system.color(QPalette::Window)) > full &&
                        contrast(system.color(QPalette::Text), system.color(QPalette::Base)) > full;
    Theme theme(schemeOf(system));
    if (isHigh) theme.m_highContrast = system;
    return theme;
}

QColor Theme::color(Token token) const
{
    if (m_highContrast) return inHighContrast(token, *m_highContrast, pick(kTokens[std::size_t(token)], m_scheme));
    if (token == Token::Cluster) return clusterColor(m_cluster);
    if (token == Token::ClusterBg) return pick(kClusters[std::size_t(m_cluster)].ground, m_scheme);
    return pick(kTokens[std::size_t(token)], m_scheme);
}

void Theme::setCluster(int preset)
{
    m_cluster = preset >= 0 && preset < clusterPresets ? preset : 0;
}

QColor Theme::clusterColor(int preset) const
{
    return pick(kClusters[std::size_t(preset >= 0 && preset < clusterPresets ? preset : 0)].color, m_scheme);
}

QColor Theme::color(State state) const
{
    return pick(kStateColors[std::size_t(state)], m_scheme);
}

QColor Theme::tint(State state) const
{
    return pick(kTints[std::size_t(state)], m_scheme);
}

QPalette Theme::palette() const
{
    QPalette palette;
    for (const auto& [role, token] : kRoles)
        palette.setColor(role, color(token));

    // setColor() without a group fills all three, so the disabled one is set last.
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::BrightText})
        palette.setColor(QPalette::Disabled, role, mixed(color(Token::Win), palette.color(role), 0.45));
    return palette;
}

QPalette::ColorRole Theme::role(Token token)
{
    for (const auto& entry : kRoles) {
        if (entry.token == token) return entry.role;
    }
    Q_ASSERT_X(false, "Theme::role", "this token has no palette role");
    return QPalette::NoRole;
}

Theme::Scheme Theme::schemeOf(const QPalette& system)
{
    const bool isDark = system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
    return isDark ? Scheme::Dark : Scheme::Light;
}

} // namespace tailboard::widgets
