import { statfs } from 'node:fs/promises'
import { Client } from 'pg'
import { listEveryWorkspace } from '../modules/access/index.ts'
import { checkInvariants } from '../modules/routing/index.ts'
import { getWorkflow } from '../modules/workflow/index.ts'
import type { Settings } from '../platform/config.ts'
import { commandContext } from '../start/ensure-person.ts'
import { requireFilesFolder } from '../start/files-folder.ts'
import { findRunningServer } from '../start/server-file.ts'
import type { Command } from './command.ts'
import { findDatabaseFindings } from './database-findings.ts'
import type { Finding } from './finding.ts'
import { type OpenCore, withCore } from './with-core.ts'

const marks = { ok: '✓', warning: '!', fault: '✗' } as const

export const command: Command = {
  usage: '[--json]',
  help: `
Checks the installation: durable settings, roles, locale, schema, partitions of the event log, connection pooler, versions,
the folder of files and the invariants of every workspace. It changes nothing. The exit code is 1 when something is wrong.
`,
  options: { json: 'switch' },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async (open) => {
      const running = await findRunningServer(given.settings.dataFolder)
      const findings: Finding[] = [
        { verdict: 'ok', what: `Node ${process.version} on ${process.platform}-${process.arch}` },
        {
          verdict: 'ok',
          what:
            running === null
              ? 'No server runs on this data folder'
              : `The server answers at ${running.address} (process ${running.pid})`,
        },
        await filesFinding(open, given.settings),
        ...(await findingsOfDatabase(open)),
        ...(await findingsOfWorkspaces(open)),
      ]
      if (given.isOn('json')) terminal.out(JSON.stringify(findings, null, 2))
      else for (const { verdict, what } of findings) terminal.out(`${marks[verdict]} ${what}`)
      return findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0
    }),
}

/** Tries the folder of files as an upload would. */
async function filesFinding({ database }: OpenCore, settings: Settings): Promise<Finding> {
  try {
    const folder = await requireFilesFolder(settings, database.dataFolder)
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const isShort = free < settings.workspaceFilesLimitBytes
    const what = `Files are kept in ${folder}, where ${Math.floor(free / 1024 ** 2)} MiB are free`
    return isShort
      ? { verdict: 'warning', what: `${what}, less than one workspace may fill (WORKSPACE_FILES_LIMIT)` }
      : { verdict: 'ok', what }
  } catch (error) {
    return { verdict: 'fault', what: error instanceof Error ? error.message : String(error) }
  }
}

async function findingsOfDatabase({ database }: OpenCore): Promise<Finding[]> {
  const warnings = database.warnings.map((what) => ({ verdict: 'warning', what }) as const)
  const client = new Client(database.appUrl)
  await client.connect()
  try {
    return [...warnings, ...(await findDatabaseFindings(client))]
  } finally {
    await client.end()
  }
}

async function findingsOfWorkspaces({ core: { installation } }: OpenCore): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const workspace of await listEveryWorkspace(installation)) {
    const context = commandContext(installation, workspace)
    const { slug } = workspace
    if ((await getWorkflow(context)) === null) {
      findings.push({ verdict: 'warning', what: `Workspace ${slug} has no workflow in force` })
    }
    const broken = await checkInvariants(context)
    if (broken.length === 0) findings.push({ verdict: 'ok', what: `Workspace ${slug} keeps its invariants` })
    for (const { rule, subjectId, detail } of broken) {
      findings.push({ verdict: 'fault', what: `Workspace ${slug}: ${rule} at ${subjectId} (${detail})` })
    }
  }
  return findings
}
