import type { Me } from '@switchyard/sdk'

/** Who looks at the board. */
export type Viewer = Pick<Me, 'agent' | 'permissions'>
