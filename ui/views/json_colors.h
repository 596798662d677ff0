// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace tailboard::widgets {
class Theme;
}

namespace tailboard::views {

/// Quiet colours for indented JSON: names, numbers and words, punctuation. Strings keep the text's own colour. Each
/// line is read for itself, since a JSON string never goes over a line's end.
class JsonColors : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    /// Where one kind of token stands in a line.
    enum class Kind : unsigned char { Name, String, Number, Word, Mark };
    struct Span
    {
        Kind kind;
        int start;
        int length;
        friend bool operator==(const Span&, const Span&) = default;
    };

    /// `theme` outlives it. Without a document until setDocument().
    JsonColors(const widgets::Theme& theme, QObject* parent);

    /// The tokens of one line; anything that is no JSON is left out.
    static QList<Span> spans(const QString& line);

protected:
    void highlightBlock(const QString& line) override;

private:
    const widgets::Theme& m_theme;
};

} // namespace tailboard::views
