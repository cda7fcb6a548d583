import { pageHeaders } from './security-headers.ts'

/**
 * The policy of a chat's page: its own scripts and styles, its own service, and no page around it but those named. What
 * customers and agents write is text there, so no picture, font or frame is ever needed.
 */
export function framePolicy({ origins, publicUrl }: { origins: readonly string[]; publicUrl: string }): string {
  const { protocol, host } = new URL(publicUrl)
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...origins].join(' ')}`,
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

/** Of the chat's page: made for one channel at one instant, so nobody keeps it; pages of any origin may try to load it. */
export function frameHeaders(policy: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'cross-origin-resource-policy': 'cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': 'no-store',
  }
}

/** Of the loader, which pages of any origin name; it is small and its name never changes, so it is asked for again soon. */
export const loaderHeaders = {
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
} as const

/** The shop page shows the chat in a frame, as pages of others do. */
export const demoHeaders: Readonly<Record<string, string>> = { ...pageHeaders, 'cache-control': 'no-cache' }
