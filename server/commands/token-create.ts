import {
  createToken,
  isPermission,
  isRoleName,
  permissions,
  roleNames,
  type TokenGrant,
} from '../modules/access/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { requireKnownWords } from '../modules/workflow/index.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import type { Command } from './command.ts'
import { lifetimeMs } from './lifetime.ts'
import type { Arguments } from './read-arguments.ts'
import { withCore } from './with-core.ts'

export const command: Command = {
  usage:
    '--workspace SLUG --name NAME (--role ROLE | --permissions a,b) [--channels a,b] [--queues a] [--markets a] [--franchisees a] [--expires 30d] [--json]',
  help: `
Makes a service token and shows it once. Works while the server runs and while it is stopped.

  --role          ${roleNames.join(', ')}
  --permissions   instead of a role: ${permissions.slice(0, 4).join(', ')}, …
  --channels      only these channels; --queues only these queues
  --markets       of a market editor: only these markets; --franchisees of a franchisee: whose stores
  --expires       30d, 12h; without it the token does not end
  --rate          requests a second; without it there is no limit
  --json          {"token":"sy_…"}
`,
  options: {
    workspace: 'value',
    name: 'value',
    role: 'value',
    permissions: 'value',
    channels: 'value',
    queues: 'value',
    markets: 'value',
    franchisees: 'value',
    expires: 'value',
    rate: 'value',
    json: 'switch',
  },
  run: (given, terminal) =>
    withCore(given.settings, terminal, async ({ core }) => {
      const context = await chooseWorkspace(core, given.text('workspace'))
      const grant = grantOf(given, context)
      await requireKnownWords(context, grant)
      const { secret, token } = await createToken(context, grant)
      if (given.isOn('json')) terminal.out(JSON.stringify({ token: secret }))
      else {
        terminal.tell(`Token "${token.name}" of ${context.workspace.slug}, shown only now:`)
        terminal.out(secret)
      }
      return 0
    }),
}

function grantOf(given: Arguments, context: Context): TokenGrant {
  const expires = given.text('expires')
  const rate = given.number('rate', { unlessSaid: 0, least: 1, most: 100_000 })
  return {
    name: given.text('name') ?? 'Command line',
    ...powersOf(given),
    channels: given.list('channels'),
    queues: given.list('queues'),
    markets: given.list('markets'),
    franchisees: given.list('franchisees'),
    partnerId: null,
    customerId: null,
    expiresAt: expires === null ? null : context.now() + lifetimeMs(expires),
    ratePerSecond: rate === 0 ? null : rate,
  }
}

function powersOf(given: Arguments): Pick<TokenGrant, 'role' | 'permissions'> {
  const role = given.text('role')
  const listed = given.list('permissions')
  if ((role === null) === (listed === null)) {
    throw new AppError('invalid', `Give a token either --role (${roleNames.join(', ')}) or --permissions.`)
  }
  if (role !== null) {
    if (!isRoleName(role))
      throw new AppError('invalid', `There is no role "${role}"; there is: ${roleNames.join(', ')}.`)
    return { role, permissions: null }
  }
  const known = (listed ?? []).filter(isPermission)
  const strange = (listed ?? []).filter((word) => !isPermission(word))
  if (strange.length > 0) {
    throw new AppError('invalid', `There is no permission "${strange[0]}"; there is: ${permissions.join(', ')}.`)
  }
  return { role: null, permissions: known }
}
