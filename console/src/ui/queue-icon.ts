import type { IconName } from './icon-paths.tsx'

const icons: Record<string, IconName> = {
  payments: 'card',
  frontline: 'ticket',
  integrations: 'api',
  'guest-care': 'bag',
  security: 'lock',
  infrastructure: 'screen',
  backend: 'terminal',
  'technical-support': 'headset',
  'partner-desk': 'plug',
  'risk-review': 'shield',
}

/** The glyph of a queue; a workspace's own queues look like tickets. */
export function queueIcon(slug: string): IconName {
  return icons[slug] ?? 'ticket'
}
