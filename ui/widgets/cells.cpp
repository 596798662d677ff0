// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cells.h"

#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace tailboard::widgets {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Cells", text);
}

QString joined(const QString& first, const QString& second)
{
    if (first.isEmpty() || second.isEmpty()) return first + second;
    return tr("%1, %2").arg(first, second);
}

struct Plain
{
    QString operator()(const TextCell& cell) const { return cell.text; }
    QString operator()(const StateCell& cell) const { return cell.text.isEmpty() ? word(cell.shape) : cell.text; }
    QString operator()(const UrlCell& cell) const { return cell.url(); }
    QString operator()(const PipsCell& cell) const { return u"%1/%2"_s.arg(cell.running).arg(cell.wanted()); }
    QString operator()(const NameCell& cell) const { return cell.name + cell.quietSuffix; }
    QString operator()(const LifetimeCell& cell) const
    {
        if (!cell.text.isEmpty()) return cell.text;
        return cell.isLate ? tr("%1 late").arg(daysText(cell.daysLeft)) : daysText(cell.daysLeft);
    }
    QString operator()(const MeterCell& cell) const { return cell.text; }
};

struct Spoken
{
    QString operator()(const TextCell& cell) const
    {
        const bool isNamed = cell.state && *cell.state != State::Ok;
        const QString text = isNamed ? joined(cell.text, word(*cell.state)) : cell.text;
        return cell.tone == Tone::Link ? joined(text, tr("link")) : text;
    }
    QString operator()(const StateCell& cell) const
    {
        return joined(cell.text.isEmpty() ? word(cell.shape) : joined(word(cell.shape), cell.text), cell.sentence);
    }
    QString operator()(const UrlCell& cell) const { return cell.url(); }
    QString operator()(const PipsCell& cell) const
    {
        QString text = tr("%1 of %2 running").arg(cell.running).arg(cell.wanted());
        if (cell.pending > 0) text = joined(text, tr("%1 pending").arg(cell.pending));
        if (cell.failed > 0) text = joined(text, tr("%1 failed").arg(cell.failed));
        return text;
    }
    QString operator()(const NameCell& cell) const { return cell.name + cell.quietSuffix; }
    QString operator()(const LifetimeCell& cell) const
    {
        const QString text = Plain()(cell);
        return cell.state == State::Ok ? text : joined(text, word(cell.state));
    }
    QString operator()(const MeterCell& cell) const
    {
        return cell.state == State::Ok ? cell.text : joined(cell.text, word(cell.state));
    }
};

} // namespace

QString UrlCell::url() const
{
    const QString start = scheme.isEmpty() ? (isTls ? u"https"_s : u"http"_s) : scheme;
    return start + "://"_L1 + host + suffix + path;
}

QString plainText(const Cell& cell)
{
    return std::visit(Plain(), cell.content);
}

QString spokenText(const Cell& cell)
{
    const QString text = oneLine(std::visit(Spoken(), cell.content));
    return cell.isStale ? joined(text, word(State::Stale)) : text;
}

QString daysText(int daysLeft)
{
    return daysLeft < 0 ? tr("ended %1 d ago").arg(-daysLeft) : tr("%1 d").arg(daysLeft);
}

} // namespace tailboard::widgets
