// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile/check.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>

namespace tailboard::profile {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("profile", text);
}

/// What is wrong with an address; empty when nothing is.
QString addressProblem(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return tr("“%1” is no address. Write it like http://100.64.0.1:4646.").arg(text.left(100));
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return tr("“%1” begins with neither http:// nor https://.").arg(text.left(100));
    if (!url.userInfo().isEmpty())
        return tr("A name or password does not belong into an address, where it would be seen. Use the fields for it.");
    if (url.hasQuery() || url.hasFragment())
        return tr("“%1” has something behind the path. Leave out what follows ? or #.").arg(text.left(100));
    return {};
}

QString fileProblem(const QString& path)
{
    if (path.isEmpty()) return {};
    const QFileInfo info(path);
    if (!info.isFile()) return tr("There is no file %1.").arg(path.left(200));
    if (!info.isReadable()) return tr("The file %1 cannot be read. Check its permissions.").arg(path.left(200));
    return {};
}

/// A header's value may not hold control characters, and the two of basic auth are told apart by the first colon.
bool hasControl(const QByteArray& bytes)
{
    return std::any_of(bytes.begin(), bytes.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
}

} // namespace

QString wholeAddress(const QString& typed, int port)
{
    const QString text = typed.trimmed();
    if (text.isEmpty() || text.contains(u"://"_s)) return text;
    const QUrl url(u"http://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()) return text;
    QUrl whole = url;
    if (whole.port() < 0) whole.setPort(port);
    return whole.toString();
}

QList<Problem> check(const Profile& profile, const Secrets& secrets, const QStringList& otherNames)
{
    QList<Problem> problems;
    const auto note = [&](Field field, const QString& text) {
        if (!text.isEmpty()) problems << Problem{field, text};
    };
    if (profile.name.trimmed().isEmpty())
        note(Field::Name, tr("The profile has no name. Give it one, to tell it from others."));
    else if (otherNames.contains(profile.name.trimmed()))
        note(Field::Name, tr("There is a profile of this name already. Choose another."));
    if (profile.nomad.isEmpty())
        note(Field::Nomad, tr("There is no address of Nomad. Enter one of an agent, like http://100.64.0.1:4646."));
    for (const QString& address : profile.nomad)
        if (const QString problem = addressProblem(address); !problem.isEmpty()) {
            note(Field::Nomad, problem);
            break;
        }
    if (profile.nameSpace.contains(u' ') || profile.nameSpace.isEmpty())
        note(Field::NameSpace, tr("A namespace is one word; * stands for all."));
    if (profile.nomadUser.contains(u':')) note(Field::NomadUser, tr("A user name for basic auth has no colon."));
    if (profile.nomadUser.isEmpty() && !secrets.nomadPassword.isEmpty())
        note(Field::NomadUser, tr("There is a password, but no user name for it."));
    if (hasControl(secrets.nomadToken.bytes()))
        note(Field::Token, tr("The token has a line break or another control character in it. Paste it again."));
    note(Field::AuthorityFile, fileProblem(profile.authorityFile));
    note(Field::CertificateFile, fileProblem(profile.certificateFile));
    note(Field::KeyFile, fileProblem(profile.keyFile));
    if (profile.certificateFile.isEmpty() != profile.keyFile.isEmpty())
        note(profile.keyFile.isEmpty() ? Field::KeyFile : Field::CertificateFile,
             tr("A client certificate and its key belong together. Name both or neither."));
    note(Field::DialFile, fileProblem(profile.dialFile));
    if (profile.tailscale == TailscaleUse::Socket && profile.tailscaleSocket.isEmpty())
        note(Field::TailscaleSocket,
             tr("There is no path. Enter where tailscaled listens, like /run/tailscale/tailscaled.sock."));
    for (const QString& address : profile.traefik)
        if (const QString problem = addressProblem(address); !problem.isEmpty()) {
            note(Field::Traefik, problem);
            break;
        }
    if (profile.traefikUser.contains(u':')) note(Field::TraefikUser, tr("A user name for basic auth has no colon."));
    if (profile.traefikUser.isEmpty() && !secrets.traefikPassword.isEmpty())
        note(Field::TraefikUser, tr("There is a password, but no user name for it."));
    return problems;
}

} // namespace tailboard::profile
