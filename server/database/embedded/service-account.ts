import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

import { AppError } from '../../platform/errors.ts'

/** Spawn options that choose the account; empty means the current one. PostgreSQL refuses to run as root. */
export type RunAs = { readonly uid: number; readonly gid: number } | Readonly<Record<string, never>>

const nobody: RunAs = { uid: 65534, gid: 65534 }

/** Only the essentials, so that the secrets of the service never reach the database's environment. Windows needs its own. */
export const plainEnvironment =
  process.platform === 'win32' ? { windowsHide: true } : { env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' } }

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * Gives the account that runs the cluster: the current one; for root the owner of the existing cluster, so that one
 * start as root does not take a person's data away from them; else uid 65534, which needs no system user to be added.
 */
export async function chooseRunAs(clusterFolder: string): Promise<RunAs> {
  if (!isRoot()) return {}
  const owner = await stat(clusterFolder).catch(() => null)
  return owner === null || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid }
}

/**
 * Tells whether the account can enter this folder or run this file. Asked of the kernel, which also knows of ACLs. Throws
 * `unavailable` where root may not become that account (user namespaces, containers without CAP_SETUID).
 */
export function canReach(path: string, runAs: RunAs): boolean {
  if (process.platform === 'win32') return true
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...runAs, ...plainEnvironment, cwd: '/' })
  if (asked.error === undefined) return asked.status === 0
  throw new AppError(
    'unavailable',
    `PostgreSQL refuses to run as root, and root may not become uid ${runAs.uid} here (${asked.error.message}). ` +
      'Start Switchyard as an ordinary user or set DATABASE_URL.',
  )
}

/** Gives the sentence to refuse with when initdb could not name its user (random uids of container platforms), or null. */
export function missingAccount(runAs: RunAs): string | null {
  const uid = runAs.uid ?? process.getuid?.()
  if (uid === undefined) return null
  const asked = spawnSync('id', ['-un', String(uid)], { ...plainEnvironment, cwd: '/' })
  if (asked.error !== undefined || asked.status === 0) return null
  return `PostgreSQL cannot create its data as uid ${uid}, which has no entry in /etc/passwd. Add one or set DATABASE_URL.`
}
