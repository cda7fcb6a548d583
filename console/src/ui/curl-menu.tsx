import { Icon } from './icon.tsx'
import { MenuButton, type MenuItem } from './menu.tsx'
import { t } from './words/words.ts'

/** The calls behind a screen, to be copied as curl. */
export function CurlMenu({ items }: { items: MenuItem[] }) {
  return (
    <MenuButton
      label={t('curl.as')}
      title={t('curl.as')}
      className="b bare icon touch"
      align="end"
      sections={[{ label: t('curl.as'), items }]}
    >
      <Icon name="terminal" />
    </MenuButton>
  )
}
