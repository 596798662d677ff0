// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "cmake/pch_core.h"
#include <QAbstractTableModel>
#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QWidget>
