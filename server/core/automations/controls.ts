/** How far each kind of automation may go, from nothing to everything. */
export const controlLevels = {
  firstResponse: ['off', 'suggest', 'send'],
  steps: ['off', 'suggest'],
  guidance: ['off', 'suggest'],
  classify: ['off', 'suggest', 'set'],
} as const

export type ControlName = keyof typeof controlLevels
const controlNames = Object.keys(controlLevels) as ControlName[]

/** A level for every control. */
export type Controls = { readonly [Name in ControlName]: (typeof controlLevels)[Name][number] }
export type SomeControls = Partial<Controls>

/** What holds where the workflow says nothing: the customer is written to by people only. */
const standardControls: Controls = {
  firstResponse: 'suggest',
  steps: 'suggest',
  guidance: 'suggest',
  classify: 'set',
}

/** The controls of a workflow: its own, and what its channels and queues say instead. */
export interface ControlPlaces {
  readonly workflow: SomeControls
  readonly channels: Readonly<Record<string, SomeControls>>
  readonly queues: Readonly<Record<string, SomeControls>>
}

/**
 * How far automation goes for a ticket of this channel in this queue. Where both say something, the more careful word
 * counts; where neither does, the workflow's own.
 */
export function controlsFor(places: ControlPlaces, at: { channel: string; queue: string }): Controls {
  const own = [memberOf(places.channels, at.channel), memberOf(places.queues, at.queue)]
  const level = <Name extends ControlName>(name: Name): Controls[Name] => {
    const levels: readonly string[] = controlLevels[name]
    const said = own.flatMap((some) => some?.[name] ?? [])
    const ranks = said.map((word) => levels.indexOf(word))
    const word = ranks.length > 0 ? levels[Math.min(...ranks)] : (places.workflow[name] ?? standardControls[name])
    return word as Controls[Name]
  }
  return {
    firstResponse: level('firstResponse'),
    steps: level('steps'),
    guidance: level('guidance'),
    classify: level('classify'),
  }
}

/** One control that another version of the workflow says otherwise; `standard` = not said. */
export interface ControlChange {
  /** `workflow`, `channel:email` or `queue:payments`. */
  readonly place: string
  readonly control: ControlName
  readonly from: string
  readonly to: string
}

/** What a publication changes in how far automation may go. */
export function controlChanges(before: ControlPlaces, after: ControlPlaces): readonly ControlChange[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((place) =>
    controlNames.flatMap((control) => {
      const from = was.get(place)?.[control] ?? 'standard'
      const to = is.get(place)?.[control] ?? 'standard'
      return from === to ? [] : [{ place, control, from, to }]
    }),
  )
}

function flat({ workflow, channels, queues }: ControlPlaces): ReadonlyMap<string, SomeControls> {
  return new Map([
    ['workflow', workflow],
    ...Object.entries(channels).map(([slug, some]) => [`channel:${slug}`, some] as const),
    ...Object.entries(queues).map(([slug, some]) => [`queue:${slug}`, some] as const),
  ])
}

/** A member that the document itself has; `constructor` is a slug like any other. */
function memberOf<Value>(members: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}
