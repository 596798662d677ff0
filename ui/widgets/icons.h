// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QIcon>
#include <QPixmap>

class QPainter;

namespace tailboard::widgets {

class Theme;
enum class Token : unsigned char;

/// The set of icons, named by what they stand for. Where two meanings share a drawing, the second is an alias.
enum class Icon : unsigned char {
    Back,
    Forward,
    Down,
    Up,
    Search,
    Refresh,
    Restart,
    Attention,
    Map,
    Routes,
    Services,
    Allocations,
    Lock,
    ReadOnly,
    Jobs,
    Nodes,
    Peers,
    Activity,
    Logs,
    Views,
    Columns,
    Export,
    Filter,
    Globe,
    External,
    Edit,
    Copy,
    Traefik,
    Close,
    Arrow,
    Tags,
    Doctor,
    History,
    Raw,
    Settings,
    Add,
    Stop,
    Pause,
    More,
    Play,
    Certificates = Lock,
    Open = External,
};

inline constexpr int kIconCount = int(Icon::Play) + 1;

/// Own stroke icons: 24 box, stroke 1.75, tinted when drawn; pixmaps are kept by icon, size, ratio and colour.
class Icons
{
public:
    explicit Icons(const Theme& theme)
        : m_theme(theme)
    {}

    void paint(QPainter& painter, const QRectF& rect, Icon icon, const QColor& color) const;
    /// `size` in device-independent pixels.
    QPixmap pixmap(Icon icon, QSize size, qreal ratio, const QColor& color) const;

    /// For buttons and actions: takes its colour from the theme at every paint, so it follows a switch. Must not
    /// outlive this object.
    QIcon icon(Icon icon, Token token) const;

    const Theme& theme() const { return m_theme; }

private:
    struct Key
    {
        Icon icon;
        int width;
        int ratio; // per cent
        QRgb color;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed = 0)
        {
            return qHashMulti(seed, int(key.icon), key.width, key.ratio, key.color);
        }
    };

    const Theme& m_theme;
    mutable QHash<Key, QPixmap> m_pixmaps;
};

} // namespace tailboard::widgets
