# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed beside the program, and the Debian package made of it: installer/package.
include(GNUInstallDirs)

set(id org.tailboard.tailboard)
install(FILES resources/linux/${id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/linux/${id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES resources/linux/${id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)

# Debian wants man pages packed, without a time stamp so that two builds are equal.
find_program(GZIP gzip REQUIRED)
set(man ${CMAKE_BINARY_DIR}/tailboard.1.gz)
add_custom_command(
    OUTPUT ${man}
    COMMAND ${GZIP} -9nc ${CMAKE_SOURCE_DIR}/resources/linux/tailboard.1 > ${man}
    DEPENDS resources/linux/tailboard.1
    VERBATIM)
add_custom_target(tailboard_man ALL DEPENDS ${man})
install(FILES ${man} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES resources/linux/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/tailboard)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tailboard)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Tailscale, Nomad and Traefik of a small cluster in one window")
set(CPACK_PACKAGE_CONTACT "The Tailboard authors <tailboard@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The libraries are found by the linker's record; the plugin that opens a window on a display is loaded by name.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "qt6-qpa-plugins")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-core, libsecret-1-0, gnome-keyring | kwalletmanager")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Joins what three consoles show apart: one line per public name with its
router, service, allocations, nodes and tailnet peers, and whether each is well.
Has a simulated cluster to try it on: tailboard --demo.")
include(CPack)
