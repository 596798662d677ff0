// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_strokes.h"

#include <array>

namespace tailboard::widgets {
namespace {

// In the order of Icon, in a box of 24; colour and width come from the element around them.
// clang-format off
constexpr std::array<const char*, kIconCount> kStrokes{
    // Back
    R"(<path d="m14.5 6-6 6 6 6"/>)",
    // Forward
    R"(<path d="m9.5 6 6 6-6 6"/>)",
    // Down
    R"(<path d="m6 9.5 6 6 6-6"/>)",
    // Up
    R"(<path d="m6 14.5 6-6 6 6"/>)",
    // Search
    R"(<circle cx="11" cy="11" r="6.5"/><path d="m20 20-4.3-4.3"/>)",
    // Refresh
    R"(<path d="M20 11a8 8 0 1 0-.8 5M20 5v6h-6"/>)",
    // Restart
    R"(<path d="M4 11a8 8 0 1 1 .8 5M4 5v6h6"/>)",
    // Attention
    R"(<path d="M6 9a6 6 0 0 1 12 0c0 6 2.5 7 2.5 7h-17S6 15 6 9M10.2 20a2 2 0 0 0 3.6 0"/>)",
    // Map
    R"(<circle cx="5" cy="6" r="2"/><circle cx="5" cy="18" r="2"/><circle cx="19" cy="12" r="2"/><path )"
    R"(d="M7 6c6 0 5 6 10 6M7 18c6 0 5-6 10-6"/>)",
    // Routes
    R"(<circle cx="6" cy="19" r="2.5"/><circle cx="18" cy="5" r="2.5"/><path d="M8.5 19H16a3.5 3.5 0 0 0 )"
    R"(0-7H8a3.5 3.5 0 0 1 0-7h7.5"/>)",
    // Services
    R"(<path d="M12 3l8 4.5v9L12 21l-8-4.5v-9z"/><path d="M4 7.5l8 4.5 8-4.5M12 12v9"/>)",
    // Allocations
    R"(<rect x="4" y="4" width="7" height="7" rx="1.5"/><rect x="13" y="4" width="7" height="7" rx="1.5"/>)"
    R"(<rect x="4" y="13" width="7" height="7" rx="1.5"/><rect x="13" y="13" width="7" height="7" )"
    R"(rx="1.5"/>)",
    // Lock
    R"(<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>)",
    // ReadOnly
    R"(<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3M12 15v1.5"/>)",
    // Jobs
    R"(<rect x="3" y="7" width="18" height="13" rx="2"/><path d="M8 7V5a1.5 1.5 0 0 1 1.5-1.5h5A1.5 1.5 0 )"
    R"(0 1 16 5v2M3 13h18"/>)",
    // Nodes
    R"(<rect x="3" y="4" width="18" height="7" rx="2"/><rect x="3" y="13" width="18" height="7" rx="2"/>)"
    R"(<path d="M7 7.5h.01M7 16.5h.01"/>)",
    // Peers
    R"(<circle cx="12" cy="5" r="2.5"/><circle cx="5" cy="18" r="2.5"/><circle cx="19" cy="18" r="2.5"/>)"
    R"(<path d="M10.9 7.3 6.2 15.7M13.1 7.3l4.7 8.4M7.5 18h9"/>)",
    // Activity
    R"(<path d="M3 12h4l3-8 4 16 3-8h4"/>)",
    // Logs
    R"(<path d="M4 6h16M4 11h11M4 16h14M4 21h8"/>)",
    // Views
    R"(<path d="m12 4 2.5 5.1 5.5.8-4 3.9 1 5.5-5-2.6-5 2.6 1-5.5-4-3.9 5.5-.8z"/>)",
    // Columns
    R"(<rect x="3" y="4" width="18" height="16" rx="2"/><path d="M9 4v16M15 4v16"/>)",
    // Export
    R"(<path d="M12 4v11M8 8l4-4 4 4M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15"/>)",
    // Filter
    R"(<path d="M4 6h16M7 12h10M10 18h4"/>)",
    // Globe
    R"(<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.5 5.5 3.5 8.5s-1 6-3.5 )"
    R"(8.5c-2.5-2.5-3.5-5.5-3.5-8.5s1-6 3.5-8.5"/>)",
    // External
    R"(<path d="M14 4h6v6M20 4l-9 9M18 14v4.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 )"
    R"(0 1 5.5 6H10"/>)",
    // Edit
    R"(<path d="M4 20l1-4.5L16 4.5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19z"/>)",
    // Copy
    R"(<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 )"
    R"(2 0 0 0 2 2h2"/>)",
    // Traefik
    R"(<path d="M3 12h5M8 12l7-6h5M8 12h12M8 12l7 6h5"/><circle cx="8" cy="12" r="1.5"/>)",
    // Close
    R"(<path d="m6 6 12 12M18 6 6 18"/>)",
    // Arrow
    R"(<path d="M4 12h16M14 6l6 6-6 6"/>)",
    // Tags
    R"(<path d="M3 4v7l9.3 9.3a2 2 0 0 0 2.9 0l5.1-5.1a2 2 0 0 0 0-2.9L11 3H4a1 1 0 0 0-1 1z"/><path )"
    R"(d="M7.5 7.5h.01"/>)",
    // Doctor
    R"(<path d="M5 3v5a4 4 0 0 0 8 0V3M9 12v3a5 5 0 0 0 10 0v-2"/><circle cx="19" cy="11" r="2"/>)",
    // History
    R"(<path d="M4 11a8 8 0 1 1 .8 5M4 5v6h6M12 8v4.5l3 1.8"/>)",
    // Raw
    R"(<path d="M9 4H8a2 2 0 0 0-2 2v4l-2 2 2 2v4a2 2 0 0 0 2 2h1M15 4h1a2 2 0 0 1 2 2v4l2 2-2 2v4a2 2 0 0 )"
    R"(1-2 2h-1"/>)",
    // Settings
    R"(<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>)",
    // Add
    R"(<path d="M12 5v14M5 12h14"/>)",
    // Stop
    R"(<rect x="6" y="6" width="12" height="12" rx="2"/>)",
    // Pause
    R"(<path d="M8 5v14M16 5v14"/>)",
    // More
    R"(<path d="M5 12h.01M12 12h.01M19 12h.01"/>)",
    // Play
    R"(<path d="M7 4.5v15l12-7.5z"/>)",
};
// clang-format on

} // namespace

QByteArray iconStrokes(Icon icon)
{
    return QByteArray(kStrokes[std::size_t(icon)]);
}

} // namespace tailboard::widgets
