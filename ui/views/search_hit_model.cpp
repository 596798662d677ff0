// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/search_hit_model.h"

#include "ui/widgets/look.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/type_scale.h"

#include <QPainter>

namespace tailboard::views {

using namespace widgets;

void SearchHitModel::setHits(QList<SearchHit> hits)
{
    beginResetModel();
    m_hits = std::move(hits);
    endResetModel();
}

int SearchHitModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant SearchHitModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const SearchHit& hit = m_hits[index.row()];
    if (role == Qt::DisplayRole) return oneLine(hit.title, 200);
    if (role != Qt::AccessibleTextRole) return {};
    QStringList spoken{oneLine(hit.title, 200)};
    if (hit.state) spoken << word(*hit.state);
    if (!hit.detail.isEmpty()) spoken << oneLine(hit.detail, 200);
    return spoken.join(tr(", "));
}

SearchHitDelegate::SearchHitDelegate(const Look& look, const SearchHitModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_model(model)
{}

void SearchHitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const SearchHit& hit = m_model.hit(index.row());
    const Theme& theme = m_look.theme;
    painter->save();
    const bool isChosen = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
    if (isChosen) painter->fillRect(option.rect, theme.color(Token::Sel));

    QRectF room = QRectF(option.rect).adjusted(10, 0, -10, 0);
    const int side = type::width(16, option.font);
    m_look.icons.paint(*painter, StatePainter::square(room, side), hit.icon, theme.color(Token::Text3));
    room.setLeft(room.left() + side + 8);

    const auto text = [&](const QRectF& place, Qt::Alignment align, Token ink, const QString& words) {
        painter->setPen(theme.color(ink));
        const QString fitting =
            painter->fontMetrics().elidedText(oneLine(words, 200), Qt::ElideRight, qRound(place.width()));
        painter->drawText(place, int(align | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
        return painter->fontMetrics().horizontalAdvance(fitting);
    };
    painter->setFont(type::small(option.font));
    const QRectF right(room.left() + room.width() / 2, room.top(), room.width() / 2, room.height());
    room.setRight(room.right() - text(right, Qt::AlignRight, Token::Text3, hit.detail) - 12);
    if (hit.state) {
        const int glyph = type::width(14, option.font);
        QRectF place = StatePainter::square(room, glyph);
        place.moveRight(room.right());
        m_look.states.paint(*painter, place, *hit.state);
        room.setRight(place.left() - 6);
    }
    painter->setFont(option.font);
    text(room, Qt::AlignLeft, Token::Text, hit.title);
    painter->restore();
}

QSize SearchHitDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {option.rect.width(), type::height(30, option.font)};
}

} // namespace tailboard::views
