// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/issue.h"
#include "app/http/exchange.h"
#include "app/nomad/client.h"
#include "app/nomad/source.h"

#include <QObject>
#include <memory>
#include <optional>

namespace tailboard::nomad {

/// Reads one list once, straight from the socket into the receiver: begin with the head of a good answer, rows as they
/// come, end when the array is closed. A reading that fails leaves the list begun; it will be begun again.
class ListRun : public QObject
{
    Q_OBJECT

public:
    struct Outcome
    {
        QueryMeta meta;
        std::optional<base::Error> error;
        qsizetype issues = 0; ///< things passed over, at most 100
    };

    /// `list` is any but Services, which is not one list (see RegistrationReader).
    static std::unique_ptr<ListRun> make(List list, std::unique_ptr<http::Exchange> exchange, Receiver& receiver);
    ~ListRun() override;

    List list() const { return m_list; }
    /// Ends it now without done(); the receiver hears nothing more.
    void cancel();

signals:
    /// A piece of the answer came.
    void advanced();
    /// Once, last. Not to be deleted from inside; use deleteLater().
    void done(const tailboard::nomad::ListRun::Outcome& outcome);

protected:
    ListRun(List list, std::unique_ptr<http::Exchange> exchange, Receiver& receiver);

    virtual base::Result<void> feed(QByteArrayView piece) = 0;
    virtual base::Result<void> close() = 0;
    virtual void deliver(Receiver& receiver) = 0;
    virtual const QList<base::Issue>& issues() const = 0;

private:
    void takeHead(const http::ResponseHead& head);
    void takePiece(QByteArrayView piece);
    void takeEnd();
    void end(std::optional<base::Error> error);

    const List m_list;
    std::unique_ptr<http::Exchange> m_exchange;
    Receiver& m_receiver;
    http::ResponseHead m_head;
    QByteArray m_errorBody;
    bool m_isGood = false;
    bool m_isOver = false;
};

} // namespace tailboard::nomad
