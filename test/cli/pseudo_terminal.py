"""Runs a command in a pseudo-terminal of a given size: python3 pseudo_terminal.py COLUMNS ROWS COMMAND...

What it prints goes to the standard output as it is. The standard input takes one JSON object a line: {"resize": [columns, rows]} or {"input": "text"}.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios


def resize(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))


columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
parent, child = pty.openpty()
resize(child, columns, rows)
pid = os.fork()
if pid == 0:
    os.close(parent)
    os.login_tty(child) if hasattr(os, 'login_tty') else (
        os.setsid(), fcntl.ioctl(child, termios.TIOCSCTTY, 0), [os.dup2(child, fd) for fd in (0, 1, 2)])
    os.execvp(command[0], command)
os.close(child)
pending = b''
watched = [parent, 0]
while True:
    ready, _, _ = select.select(watched, [], [])
    if parent in ready:
        try:
            data = os.read(parent, 65536)
        except OSError:
            data = b''
        if not data:
            break
        os.write(1, data)
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            watched.remove(0)
        pending += data
        *lines, pending = pending.split(b'\n')
        for line in lines:
            order = json.loads(line)
            if 'resize' in order:
                resize(parent, *order['resize'])
            if 'input' in order:
                os.write(parent, order['input'].encode())
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
