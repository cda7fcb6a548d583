import { writeFile } from 'node:fs/promises'
import { settingsTable } from '../server/platform/config.ts'

const introduction = `# Settings

Each setting is an environment variable, and most are a flag of \`npx switchyard start\` too. A flag wins over the
variable, the variable over the default. A start with a value it cannot read ends with one sentence that names the
setting. Secrets have no flag, since a command line can be read by everybody on the machine.

<!-- Written by \`npm run generate\` from the table in \`server/platform/config.ts\`. -->

| variable | flag | default | what it says |
|---|---|---|---|
`

/** Writes the page of settings from the table that the service itself reads them by. */
export async function writeSettingsPage(outFile: string): Promise<void> {
  const rows = Object.values(settingsTable).map(({ variable, flag, default: standard, about }) =>
    [`\`${variable}\``, flag === null ? 'none' : `\`--${flag}\``, wordOf(standard), about].join(' | '),
  )
  await writeFile(outFile, `${introduction}${rows.map((row) => `| ${row} |\n`).join('')}`)
}

function wordOf(standard: string | null): string {
  return standard === null || standard === '' ? 'unset' : `\`${standard}\``
}
