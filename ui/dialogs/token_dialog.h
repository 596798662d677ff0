// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile/secret.h"

#include <QDialog>

namespace tailboard::widgets {
struct Look;
class SecretField;
} // namespace tailboard::widgets

namespace tailboard::dialogs {

/// Asks for the token of a profile that keeps none beyond a session. finished() comes with accepted() when one was
/// given.
class TokenDialog : public QDialog
{
    Q_OBJECT

public:
    TokenDialog(const widgets::Look& look, const QString& profile, QWidget* parent = nullptr);

    profile::Secret token() const;

private:
    widgets::SecretField* m_token;
};

} // namespace tailboard::dialogs
