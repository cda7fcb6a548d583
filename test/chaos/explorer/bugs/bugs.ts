import type { PlantedBug } from '../planted.ts'
import { agentBugs } from './agent-bugs.ts'
import { choiceBugs } from './choice-bugs.ts'
import { offerBugs } from './offer-bugs.ts'
import { routerBugs } from './router-bugs.ts'
import { togetherBugs } from './together-bugs.ts'
import { unitBugs } from './unit-bugs.ts'
import { workBugs } from './work-bugs.ts'

/** Every bug the explorer must find. */
export const bugs: readonly PlantedBug[] = [
  ...offerBugs,
  ...unitBugs,
  ...routerBugs,
  ...workBugs,
  ...choiceBugs,
  ...agentBugs,
  ...togetherBugs,
]
