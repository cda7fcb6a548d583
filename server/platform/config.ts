import { resolve } from 'node:path'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError, refuseField } from './errors.ts'
import { type LogLevel, logLevels } from './log.ts'
import {
  byteSize,
  durationMs,
  hostName,
  portNumber,
  postgresUrl,
  rangeList,
  urlOf,
  webUrl,
  wordOf,
  wordsOf,
  yesOrNo,
} from './setting-readers.ts'
import { type SmtpServer, smtpServer } from './smtp/index.ts'

const roles = ['api', 'router', 'worker'] as const

/** A part of the service that a process may run; all of them when nothing is said. */
export type Role = (typeof roles)[number]

/** Everything an operator may set, read once at start. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** The data folder, absolute. */
  readonly dataFolder: string
  /** Null means the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  readonly databaseOwnerUrl: string | null
  readonly roles: readonly Role[]
  /** Whether the first start brings the example workspace. */
  readonly hasExample: boolean
  /** Origin and path people and partners reach the service at, without a trailing slash. */
  readonly publicUrl: string
  readonly trustedProxies: readonly string[]
  readonly drainWaitMs: number
  /** Event-loop delay (p99) from which the least important requests are refused. */
  readonly shedAfterMs: number
  readonly logLevel: LogLevel
  readonly natsUrl: string | null
  /** Null means that mail is kept in the outbox. */
  readonly smtpServer: SmtpServer | null
  readonly modelUrl: string | null
  readonly modelKey: string | null
  /** Where the bytes of files are kept, absolute; null = in the data folder. */
  readonly filesFolder: string | null
  readonly fileLimitBytes: number
  readonly ticketFilesLimitBytes: number
  readonly workspaceFilesLimitBytes: number
  /** Address ranges that outgoing requests may reach by http and on any port. */
  readonly outboundAllow: readonly string[]
}

interface Setting<Value> {
  /** The environment variable. */
  readonly variable: string
  /** The flag, without dashes; null where a value does not belong on a command line. */
  readonly flag: string | null
  /** The flag takes no value: `--example` or `--no-example`. */
  readonly isSwitch?: true
  /** Written as an operator would write it; null means unset. */
  readonly default: string | null
  /** One sentence for the documentation. */
  readonly about: string
  /** Gives the value, or throws a plain Error that says what is expected. */
  readonly read: (text: string) => Value
}

type SettingsTable = { readonly [Name in keyof Settings]: Setting<NonNullable<Settings[Name]>> }

const secret = { flag: null, default: null } as const

/** Every setting with its variable, flag, default and sentence; the documentation is written from this table. */
export const settingsTable: SettingsTable = {
  port: {
    variable: 'PORT',
    flag: 'port',
    default: '8080',
    about: 'Port to listen on; 0 takes a free one.',
    read: portNumber,
  },
  host: { variable: 'HOST', flag: 'host', default: '127.0.0.1', about: 'Address to listen on.', read: hostName },
  dataFolder: {
    variable: 'SWITCHYARD_DATA',
    flag: 'data',
    default: '.switchyard',
    about: 'Folder of the embedded database and local files.',
    read: (text) => resolve(text),
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    flag: 'database-url',
    default: null,
    about: 'PostgreSQL for the service, as an unprivileged role; unset means the embedded one.',
    read: postgresUrl,
  },
  databaseOwnerUrl: {
    variable: 'DATABASE_OWNER_URL',
    flag: 'database-owner-url',
    default: null,
    about: 'The same database as its owner, for migrations and backups.',
    read: postgresUrl,
  },
  roles: {
    variable: 'SWITCHYARD_ROLES',
    flag: 'roles',
    default: roles.join(','),
    about: 'Parts to run in this process, comma-separated: api, router, worker.',
    read: wordsOf(roles),
  },
  hasExample: {
    variable: 'SWITCHYARD_EXAMPLE',
    flag: 'example',
    isSwitch: true,
    default: 'true',
    about: 'Whether a first start creates the example workspace; --no-example says no.',
    read: yesOrNo,
  },
  publicUrl: {
    variable: 'PUBLIC_URL',
    flag: 'public-url',
    default: null,
    about: 'Address people and partners reach the service at; unset means its own host and port.',
    read: webUrl,
  },
  trustedProxies: {
    variable: 'TRUSTED_PROXIES',
    flag: 'trusted-proxies',
    default: '127.0.0.0/8,::1/128',
    about: 'Address ranges whose X-Forwarded-For is believed, comma-separated.',
    read: rangeList,
  },
  drainWaitMs: {
    variable: 'DRAIN_WAIT',
    flag: 'drain-wait',
    default: '0s',
    about: 'How long a stopping server still accepts requests, so that a balancer can notice.',
    read: durationMs,
  },
  shedAfterMs: {
    variable: 'SHED_AFTER',
    flag: 'shed-after',
    default: '250ms',
    about:
      'Delay of the process from which reports are refused; lists, new tickets, messages and accepts bear twice as much each.',
    read: durationMs,
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    flag: 'log-level',
    default: 'info',
    about: 'Least severe level that is logged: debug, info, warn, error or silent.',
    read: wordOf(logLevels),
  },
  natsUrl: {
    variable: 'NATS_URL',
    flag: 'nats-url',
    default: null,
    about: 'NATS server that carries events between nodes; unset means hints through PostgreSQL.',
    read: urlOf('nats:', 'tls:'),
  },
  smtpServer: {
    variable: 'SMTP_URL',
    ...secret,
    about: 'Mail server that mail is handed to, with its credentials; unset means that mail is kept in the outbox.',
    read: smtpServer,
  },
  modelUrl: {
    variable: 'OPENAI_BASE_URL',
    flag: 'openai-base-url',
    default: null,
    about: 'Any provider that speaks the OpenAI API, for suggestions; unset means none is asked.',
    read: webUrl,
  },
  modelKey: { variable: 'OPENAI_API_KEY', ...secret, about: 'Key for that provider.', read: (text) => text },
  filesFolder: {
    variable: 'FILES_FOLDER',
    flag: 'files-folder',
    default: null,
    about: 'Folder of uploaded files, the same for all nodes; unset means `files` in the data folder.',
    read: (text) => resolve(text),
  },
  fileLimitBytes: {
    variable: 'FILE_LIMIT',
    flag: 'file-limit',
    default: '25MB',
    about: 'How large one uploaded file may be.',
    read: byteSize,
  },
  ticketFilesLimitBytes: {
    variable: 'TICKET_FILES_LIMIT',
    flag: 'ticket-files-limit',
    default: '500MB',
    about: 'How much the files of one ticket may take up.',
    read: byteSize,
  },
  workspaceFilesLimitBytes: {
    variable: 'WORKSPACE_FILES_LIMIT',
    flag: 'workspace-files-limit',
    default: '10GB',
    about: 'How much all files of one workspace may take up.',
    read: byteSize,
  },
  outboundAllow: {
    variable: 'OUTBOUND_ALLOW',
    flag: 'outbound-allow',
    default: '',
    about: 'Address ranges webhooks may reach by http and on any port, comma-separated.',
    read: rangeList,
  },
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings: flags win over the environment, the environment over the defaults; an empty variable is unset.
 * AppError `invalid` names the setting that is wrong, or the flag that is not known.
 */
export function readSettings(argv: readonly string[], env: Environment = process.env): Settings {
  const flags = readFlags(argv)
  const values = Object.entries<Setting<unknown>>(settingsTable).map(([name, setting]) => {
    const text = textOf(setting, flags, env)
    return [name, text === null ? null : readValue(setting, text)] as const
  })
  // Each value was read by the entry of its own name, whose type says what it gives.
  const settings = Object.fromEntries(values) as unknown as Settings
  return Object.freeze({ ...settings, publicUrl: settings.publicUrl ?? ownUrl(settings) })
}

function readFlags(argv: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const options: ParseArgsOptionsConfig = {}
  for (const setting of Object.values<Setting<unknown>>(settingsTable)) {
    if (setting.flag !== null) options[setting.flag] = { type: setting.isSwitch === true ? 'boolean' : 'string' }
  }
  try {
    const { values } = parseArgs({ args: [...argv], options, allowNegative: true, allowPositionals: false })
    return values as Record<string, string | boolean | undefined>
  } catch (error) {
    throw new AppError('invalid', error instanceof Error ? error.message : String(error))
  }
}

function textOf(
  setting: Setting<unknown>,
  flags: Readonly<Record<string, string | boolean | undefined>>,
  env: Environment,
): string | null {
  const flag = setting.flag === null ? undefined : flags[setting.flag]
  if (flag !== undefined) return String(flag)
  const variable = env[setting.variable]
  return variable === undefined || variable === '' ? setting.default : variable
}

function readValue(setting: Setting<unknown>, text: string): unknown {
  try {
    return setting.read(text)
  } catch (error) {
    const name = setting.flag === null ? setting.variable : `${setting.variable} (--${setting.flag})`
    // The text itself is not repeated: it may be a URL with a password in it.
    throw refuseField(setting.variable, 'setting', `${name}: ${error instanceof Error ? error.message : 'refused'}.`)
  }
}

function ownUrl(settings: Pick<Settings, 'host' | 'port'>): string {
  const isAnyAddress = settings.host === '0.0.0.0' || settings.host === '::'
  const host = isAnyAddress ? 'localhost' : settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return `http://${host}:${settings.port}`
}
