import { NoticesScreen } from '../features/mail/notices-screen.tsx'

/** `/notifications`: where mails to people who work here lead those who want fewer. */
export function NotificationsPage() {
  return <NoticesScreen />
}
