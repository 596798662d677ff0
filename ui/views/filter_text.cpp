// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/filter_text.h"

#include "ui/widgets/plain_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace tailboard::views {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("FilterText", text);
}

} // namespace

QString filterProblemText(const models::FilterProblem& problem, const QStringList& keys)
{
    using Kind = models::FilterProblem::Kind;
    const QString word = widgets::oneLine(problem.word, 60);
    switch (problem.kind) {
    case Kind::UnknownKey:
        return tr("This table has no %1: and the rows are not filtered by it. It has %2.")
            .arg(word, keys.join(u":, "_s) + u':');
    case Kind::BadPattern:
        return tr("/%1/ is not a regular expression: %2, at character %3. The rows are filtered as before.")
            .arg(word, widgets::oneLine(problem.why, 200))
            .arg(problem.at);
    case Kind::TooCostly:
        return tr(
            "This regular expression takes too long; repeats inside repeats do. The rows are filtered as before.");
    }
    return {};
}

} // namespace tailboard::views
