// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/token_dialog.h"

#include "ui/widgets/label.h"
#include "ui/widgets/look.h"
#include "ui/widgets/secret_field.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tailboard::dialogs {

using namespace widgets;

TokenDialog::TokenDialog(const Look& look, const QString& profile, QWidget* parent)
    : QDialog(parent)
    , m_token(new SecretField(look))
{
    setObjectName(u"tokenDialog"_s);
    setWindowTitle(tr("Nomad token"));
    setMinimumWidth(type::width(440, font()));
    auto* what =
        new Label(tr("The profile “%1” keeps its token for one session only. Enter it again, or connect without "
                     "it and see what everybody may read.")
                      .arg(profile),
                  Token::Text, Step::Body, Label::Mode::Wrapped);
    m_token->setObjectName(u"askedToken"_s);
    m_token->setAccessibleName(tr("Nomad token"));
    auto* paste = new QPushButton(tr("Paste"));
    paste->setAutoDefault(false);
    connect(paste, &QPushButton::clicked, m_token, &SecretField::pasteSecret);
    auto* without = new QPushButton(tr("Connect without it"));
    auto* with = new QPushButton(tr("Connect"));
    with->setObjectName(u"connectWithToken"_s);
    with->setDefault(true);
    with->setEnabled(false);
    connect(m_token, &QLineEdit::textChanged, with, [with](const QString& text) { with->setEnabled(!text.isEmpty()); });
    connect(without, &QPushButton::clicked, this, &QDialog::reject);
    connect(with, &QPushButton::clicked, this, &QDialog::accept);

    auto* field = new QHBoxLayout;
    field->addWidget(m_token, 1);
    field->addWidget(paste);
    auto* footer = new QHBoxLayout;
    footer->addStretch();
    footer->addWidget(without);
    footer->addWidget(with);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(what);
    column->addLayout(field);
    column->addLayout(footer);
    m_token->setFocus();
}

profile::Secret TokenDialog::token() const
{
    return profile::Secret(m_token->secret().trimmed());
}

} // namespace tailboard::dialogs
