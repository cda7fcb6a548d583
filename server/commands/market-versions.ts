import { compareMarketVersion, listMarketVersions } from '../modules/markets/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command, Terminal } from './command.ts'
import { readVersion, tellChanges } from './market-document.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage: 'MARKET [VERSION] [--against VERSION] --workspace SLUG',
  help: `
Lists the versions of a market, the newest first: number, when, by whom, and which one it brought back. With a version it
says what that one changed, against the one before or the one of --against (0: against nothing).
`,
  options: { workspace: 'value', against: 'value' },
  words: [1, 2],
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const [slug = '', version] = given.words
      if (version === undefined) await tellVersions(context, terminal, slug)
      else {
        const against = given.text('against')
        await tellVersion(context, terminal, {
          slug,
          version: readVersion(version, `"${version}" is no version.`),
          against: against === null ? null : readVersion(against, `"${against}" is no version.`),
        })
      }
      return 0
    }),
}

const atOnce = 200

async function tellVersions(context: Context, terminal: Terminal, slug: string): Promise<void> {
  let before: number | null = null
  for (;;) {
    const found = await listMarketVersions(context, { slug, before, limit: atOnce })
    if (found.length === 0 && before === null) throw new AppError('not_found', `There is no market "${slug}".`)
    for (const { version, publishedAt, publishedBy, restores } of found) {
      const again = restores === null ? '' : `  version ${restores} again`
      terminal.out(
        `${version}  ${new Date(publishedAt).toISOString()}  ${publishedBy.name ?? publishedBy.kind}${again}`,
      )
    }
    if (found.length < atOnce) return
    before = found.at(-1)?.version ?? 0
  }
}

async function tellVersion(
  context: Context,
  terminal: Terminal,
  asked: { slug: string; version: number; against: number | null },
): Promise<void> {
  const found = await compareMarketVersion(context, asked)
  if (found === null) throw new AppError('not_found', `The market "${asked.slug}" has no version ${asked.version}.`)
  const { against, changes } = found
  if (changes === null)
    throw new AppError('conflict', 'One of the two is not read any more as markets are written now.')
  tellChanges(changes, terminal)
  const than = against === 0 ? 'Against nothing' : `Against version ${against}`
  if (changes.length === 0) terminal.tell(`${than}: nothing differs but the text.`)
  else terminal.tell(`${than}: ${changes.length} change${changes.length === 1 ? '' : 's'}.`)
}
