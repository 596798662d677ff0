# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command as if on a host of a running lab, from outside."""
import ctypes
import os
import signal

KINDS = ("cgroup", "ipc", "uts", "net", "pid", "mnt")  # The mount namespace last: after it paths mean other files.
PR_SET_PDEATHSIG = 1


def run(pid, command, environment):
    """Runs `command` in the namespaces of process `pid`; gives its exit code, 128 + N for signal N.

    Signals that end a program go through to it, and it does not outlive this process.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    files = [os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY) for kind in KINDS]
    here = os.getcwd()
    child = 0

    def forward(number, _):
        if child:
            os.kill(child, number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, forward)
    for file, kind in zip(files, KINDS):
        # A process enters a PID namespace by its children only, so the rest is done in the child.
        if kind == "pid" and libc.setns(file, 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot enter the lab: is it still up?")
    child = os.fork()
    if child == 0:
        try:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
                signal.signal(number, signal.SIG_DFL)
            for file, kind in zip(files, KINDS):
                if kind != "pid" and libc.setns(file, 0) != 0:
                    raise OSError(ctypes.get_errno(), f"cannot enter the {kind} namespace")
            if os.path.isdir(here):
                os.chdir(here)
            os.environ["PATH"] = environment["PATH"]
            os.execvpe(command[0], command, environment)
        except OSError as error:
            os.write(2, f"lab: {command[0]}: {error}\n".encode())
        finally:
            os._exit(127)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code
