import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { alertChoice, chooseAlert, playTone } from '../../ui/alert.ts'
import type { AlertChoice } from '../../ui/alert.ts'
import { t } from '../../ui/words/words.ts'

/** Turns sound and browser notices of offers and new messages on and off. */
export function AlertMenu({ className }: { className: string }) {
  const [choice, setChoice] = useState<AlertChoice>(alertChoice)
  const choose = async (next: AlertChoice) => {
    if (next.sound && !choice.sound) playTone('offer')
    setChoice(await chooseAlert(next))
  }
  const canNotify = 'Notification' in window && Notification.permission !== 'denied'
  return (
    <MenuButton
      label={t('alert.title')}
      title={t('alert.title')}
      className={className}
      side="inline-end"
      align="end"
      sections={[
        {
          label: t('alert.title'),
          items: [
            {
              id: 'sound',
              label: t('alert.sound'),
              isOn: choice.sound,
              run: () => void choose({ ...choice, sound: !choice.sound }),
            },
            {
              id: 'notification',
              label: t('alert.notification'),
              isOn: choice.notification,
              isDisabled: !canNotify,
              ...(canNotify ? {} : { hint: t('alert.blocked') }),
              run: () => void choose({ ...choice, notification: !choice.notification }),
            },
          ],
        },
      ]}
    >
      <Icon name="bell" size="l" />
    </MenuButton>
  )
}
