import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

import { signal } from './process-identity.ts'
import { plainEnvironment, type RunAs } from './service-account.ts'

export interface Watcher {
  /** Ends the watcher without touching what it watches. */
  dismiss(): void
}

/**
 * Makes a process stop (SIGINT) as soon as ours is gone, even by kill -9: the kernel then closes the pipe the watcher
 * reads from. It has its own session, so a signal to our process group does not take it along, and runs as the account of
 * the watched process, so it could never end anybody else's. Windows has no such shell; there a leftover is adopted.
 */
export function watchOver(pid: number, runAs: RunAs): Watcher {
  if (process.platform === 'win32') return { dismiss: () => undefined }
  const shell = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -INT ${pid}`], {
    ...runAs,
    ...plainEnvironment,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => undefined)
  shell.stdin.on('error', () => undefined)
  shell.unref()
  if (shell.stdin instanceof Socket) shell.stdin.unref()
  return {
    dismiss: () => {
      if (shell.pid !== undefined && shell.exitCode === null && shell.signalCode === null) signal(-shell.pid, 'SIGKILL')
    },
  }
}
