# SPDX-License-Identifier: GPL-3.0-or-later
# One INTERFACE target carries the standard, the warnings and the Qt definitions for every target of ours.
set(CMAKE_AUTOMOC ON)
# Without this, two headers of the same name in different folders would share one moc output.
set(CMAKE_AUTOMOC_PATH_PREFIX ON)

add_library(tailboard_flags INTERFACE)
target_compile_features(tailboard_flags INTERFACE cxx_std_20)
target_compile_definitions(tailboard_flags INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(tailboard_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    -Wno-missing-field-initializers # a designated initialiser names what it sets; the rest has defaults
    $<$<BOOL:${TAILBOARD_WARNINGS_AS_ERRORS}>:-Werror>)
target_include_directories(tailboard_flags INTERFACE ${CMAKE_SOURCE_DIR})

if(TAILBOARD_SANITIZE)
    target_compile_options(tailboard_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                           -fno-omit-frame-pointer)
    target_link_options(tailboard_flags INTERFACE -fsanitize=address,undefined)
endif()

# The linker and the compiler cache are taken when they are there; nothing depends on them.
find_program(TAILBOARD_MOLD mold)
if(TAILBOARD_MOLD)
    target_link_options(tailboard_flags INTERFACE -fuse-ld=mold)
endif()
find_program(TAILBOARD_CCACHE ccache)
if(TAILBOARD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # pch_defines and time_macros: ccache refuses precompiled headers without them.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${TAILBOARD_CCACHE})
    # Without it GCC writes a time stamp into the precompiled header, and no cached object would ever fit.
    target_compile_options(tailboard_flags INTERFACE -fpch-preprocess)
endif()

# Two precompiled headers for the whole house: Qt Core below, Qt Widgets for the window. Two and not one, so that
# nothing under app/ sees a widget by way of the precompiled header.
file(WRITE ${CMAKE_BINARY_DIR}/pch/pch.cpp "")
foreach(kind core widgets)
    add_library(tailboard_pch_${kind} OBJECT ${CMAKE_BINARY_DIR}/pch/pch.cpp)
    set_target_properties(tailboard_pch_${kind} PROPERTIES AUTOMOC OFF POSITION_INDEPENDENT_CODE ON)
    target_precompile_headers(tailboard_pch_${kind} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_${kind}.h)
endforeach()
target_link_libraries(tailboard_pch_core PRIVATE tailboard_flags Qt6::Core)
target_link_libraries(tailboard_pch_widgets PRIVATE tailboard_flags Qt6::Widgets)
