// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/symbol.h"

#include <QThread>
#include <deque>
#include <string>
#include <unordered_map>

namespace tailboard::base {

namespace {

constexpr size_t longestText = 4096;

/// Lookup is by the UTF-8 bytes, because that is what decoders hold: no QString is made for a text already known.
struct Pool
{
    struct Hash
    {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::deque<QString> texts{QString()};
    std::unordered_map<std::string, quint32, Hash, std::equal_to<>> numbers{{std::string(), 0}};
    QThread* thread = QThread::currentThread();
};

Pool& pool()
{
    static Pool thePool;
    Q_ASSERT_X(thePool.thread == QThread::currentThread(), "Symbol", "symbols belong to one thread");
    return thePool;
}

} // namespace

Symbol Symbol::of(std::string_view utf8)
{
    utf8 = utf8.substr(0, longestText);
    Pool& p = pool();
    if (const auto found = p.numbers.find(utf8); found != p.numbers.end()) return Symbol(found->second);
    const auto number = static_cast<quint32>(p.texts.size());
    p.texts.push_back(QString::fromUtf8(utf8.data(), qsizetype(utf8.size())));
    p.numbers.emplace(std::string(utf8), number);
    return Symbol(number);
}

Symbol Symbol::of(QStringView text)
{
    const QByteArray utf8 = text.toUtf8();
    return of(std::string_view(utf8.constData(), size_t(utf8.size())));
}

quint32 Symbol::count()
{
    return static_cast<quint32>(pool().texts.size());
}

Symbol Symbol::fromNumber(quint32 number)
{
    Q_ASSERT(number < count());
    return Symbol(number);
}

const QString& Symbol::text() const
{
    return pool().texts[m_number];
}

} // namespace tailboard::base
