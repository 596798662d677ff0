// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace tailboard::widgets {

struct Look;

/// A field for a token or password: dots for characters, no undo to the clipboard, no guessing by input methods. At its
/// right it can say where its content came from, until the user changes it.
class SecretField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretField(const Look& look, QWidget* parent = nullptr);

    /// `origin`: "from NOMAD_TOKEN"; empty for none.
    void setSecret(const QByteArray& secret, const QString& origin = {});
    QByteArray secret() const { return text().toUtf8(); }
    QString origin() const { return m_origin; }
    /// The clipboard's text without white space around it.
    void pasteSecret();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void setOrigin(const QString& origin);

    const Look& m_look;
    QString m_origin;
};

} // namespace tailboard::widgets
