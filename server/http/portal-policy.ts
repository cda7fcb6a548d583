import { pageHeaders } from './security-headers.ts'

/**
 * Of the portal's page: its own scripts and styles, its own service, and no page around it. What customers and agents
 * write is text there and files are saved, so no picture, font, frame or worker is ever needed. It is made with the
 * workspace's name and colour, so nobody keeps it.
 */
export const portalHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
}
