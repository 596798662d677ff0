# SPDX-License-Identifier: GPL-3.0-or-later

# tailboard_module(NAME [USES module...] [LINKS target...] [PRIVATE_LINKS target...] [PCH core|widgets|none])
#
# One folder = one static library tailboard_NAME = one namespace. Every *.h and *.cpp of the folder belongs to it.
# USES names other modules; one that is not yet a target is refused, so that no link can point up or in a circle
# (CMake alone accepts circles of static libraries without a word). Public headers stand in a FILE_SET, which the
# target all_verify_interface_header_sets compiles one by one: each must stand alone.
function(tailboard_module NAME)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "PCH" "USES;LINKS;PRIVATE_LINKS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tailboard_module(${NAME}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
    endif()
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    file(GLOB headers CONFIGURE_DEPENDS *.h)
    add_library(tailboard_${NAME} STATIC ${sources})
    target_sources(tailboard_${NAME} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
    set_target_properties(tailboard_${NAME} PROPERTIES LINKER_LANGUAGE CXX)
    foreach(used IN LISTS arg_USES)
        if(NOT TARGET tailboard_${used})
            message(FATAL_ERROR "tailboard_module(${NAME}): '${used}' is not a module above '${NAME}'. "
                                "Links point one way; see the house map in README.md.")
        endif()
        target_link_libraries(tailboard_${NAME} PUBLIC tailboard_${used})
    endforeach()
    target_link_libraries(tailboard_${NAME} PUBLIC tailboard_flags Qt6::Core ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
    tailboard_precompile(tailboard_${NAME} "${arg_PCH}")
endfunction()

function(tailboard_precompile TARGET PCH)
    if(PCH STREQUAL "none")
        return()
    elseif(PCH STREQUAL "widgets")
        target_precompile_headers(${TARGET} REUSE_FROM tailboard_pch_widgets)
    else()
        target_precompile_headers(${TARGET} REUSE_FROM tailboard_pch_core)
    endif()
    set_target_properties(${TARGET} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
