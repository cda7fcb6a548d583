import { Menu } from '@base-ui/react/menu'
import type { RefObject } from 'react'
import { chooseFrom } from './focus-origin.ts'
import { Icon } from './icon.tsx'
import type { MenuItem, MenuSection } from './menu.tsx'

interface MenuPopupProps {
  anchor: RefObject<HTMLButtonElement | null>
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  sections: MenuSection[]
  side: 'top' | 'bottom' | 'inline-end'
  align: 'start' | 'end'
}

const row =
  'flex min-h-7 max-pane:min-h-11 cursor-default items-center gap-2 rounded-control px-2 py-1 outline-none data-[highlighted]:bg-hover data-[disabled]:text-ink-3'

const roleOf = ({ isOn, isChecked }: MenuItem) =>
  isOn !== undefined ? 'menuitemcheckbox' : isChecked !== undefined ? 'menuitemradio' : 'menuitem'

function Entry({ item, anchor }: { item: MenuItem; anchor: MenuPopupProps['anchor'] }) {
  const isTicked = item.isOn ?? item.isChecked
  const run = () => {
    chooseFrom(anchor.current)
    item.run()
  }
  return (
    <Menu.Item
      className={row}
      role={roleOf(item)}
      aria-checked={isTicked}
      disabled={item.isDisabled ?? false}
      onClick={run}
    >
      <span className="grid w-4 place-items-center text-ink-3">
        {isTicked ? (
          <Icon name="check" size="s" tone="text-accent-ink" />
        ) : (
          item.icon && <Icon name={item.icon} size="s" />
        )}
      </span>
      <span className="min-w-0 flex-1">{item.label}</span>
      {item.hint && <span className="type-meta ps-4 text-ink-3">{item.hint}</span>}
    </Menu.Item>
  )
}

/** The list of a MenuButton, with arrow keys, type-ahead and focus return by Base UI. */
export function MenuPopup({ anchor, isOpen, onOpenChange, sections, side, align }: MenuPopupProps) {
  return (
    <Menu.Root
      modal={false}
      open={isOpen}
      onOpenChange={(open, details) => {
        const pressed = details.event.target
        if (!open && pressed instanceof Node && details.reason === 'outside-press' && anchor.current?.contains(pressed))
          return
        onOpenChange(open)
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} side={side} align={align} sideOffset={4} className="z-30">
          <Menu.Popup
            finalFocus={anchor}
            className="enter-fade max-h-[min(480px,var(--available-height))] min-w-44 max-w-80 overflow-y-auto rounded-card bg-raised p-1 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] outline-none"
          >
            {sections.map((section, index) => (
              <Menu.Group
                key={section.label ?? index}
                className="[&+&]:mt-1 [&+&]:border-t [&+&]:border-line [&+&]:pt-1"
              >
                {section.label && (
                  <Menu.GroupLabel className="type-micro px-2 pb-1 pt-1.5 text-ink-3">{section.label}</Menu.GroupLabel>
                )}
                {section.items.map((item) => (
                  <Entry key={item.id} item={item} anchor={anchor} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
