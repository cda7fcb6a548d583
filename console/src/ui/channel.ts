import type { IconName } from './icon-paths.tsx'

const icons: Record<string, IconName> = {
  voice: 'phone',
  'live-chat': 'chat',
  chat: 'chat',
  ticket: 'ticket',
  email: 'mail',
  api: 'api',
  partner: 'plug',
}

/** The glyph of a channel; a workspace's own channels look like tickets. */
export function channelIcon(channel: string): IconName {
  return icons[channel] ?? 'ticket'
}
