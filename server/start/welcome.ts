import type { FirstStart } from './first-start.ts'

/** What the welcome is about. */
export interface Welcome {
  readonly publicUrl: string
  readonly startedInMs: number
  readonly isLoopback: boolean
  /** Null at later starts. */
  readonly first: FirstStart | null
}

/** The request of the documentation, as it is printed there. */
export const firstRequest = {
  customerId: 'demo-customer-1024',
  serviceLine: 'game-support',
  channel: 'live-chat',
  priority: 'normal',
  language: 'en',
  issueSummary: 'Customer cannot join a ranked lobby.',
  callbackUrl: 'https://partner.example/ticket-update',
} as const

/** What a person reads when the service is ready. */
export function welcomeLines({ publicUrl, startedInMs, isLoopback, first }: Welcome): string[] {
  const ready = `Switchyard is ready (${(startedInMs / 1000).toFixed(1)} s).`
  const loopback = isLoopback
    ? ['Callbacks to 127.0.0.1 are allowed while the service listens on a loopback address.']
    : []
  if (first === null) {
    return ['', ready, '', `  Console    ${publicUrl}`, '  Sign in    npx switchyard sign-in', '', ...loopback]
  }
  return [
    '',
    ready,
    '',
    `  Console    ${publicUrl}`,
    `  Sign in    ${signInUrl(publicUrl, first.signInSecret)}`,
    '             works once, within 10 minutes; for a new one: npx switchyard sign-in',
    `  API token  ${first.token}`,
    '             shown only now; for another one: npx switchyard token create',
    '',
    'Create a ticket:',
    '',
    ...curlLines(publicUrl, first),
    '',
    ...loopback,
    'See it at work: npx switchyard tour',
    '',
  ]
}

/** The address that signs a person in; the secret stays behind the hash, so that no server logs it. */
export function signInUrl(publicUrl: string, secret: string): string {
  return `${publicUrl}/sign-in/link#token=${secret}`
}

function curlLines(publicUrl: string, first: FirstStart): string[] {
  const body = JSON.stringify(firstRequest, null, 2).split('\n')
  return [
    `curl -X POST ${publicUrl}/v1/ticket/create \\`,
    `  -H "Authorization: Bearer ${first.token}" \\`,
    `  -H "X-Workspace: ${first.workspace}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '${body.join('\n')}'`,
  ]
}
