/** English for the clock of a rehearsal, which is set at Partners. */
export const enRehearsal = {
  'rehearsal.ahead': '{length} ahead of the real time',
  'rehearsal.by': 'By',
  'rehearsal.byHint': 'a duration: 90m, 2h, 3d',
  'rehearsal.clock': 'The time in this rehearsal',
  'rehearsal.fired': 'What came due since',
  'rehearsal.firedNone': 'Nothing has come due by it yet.',
  'rehearsal.firedText': 'After the clock was moved by {length}:',
  'rehearsal.forward': 'Move the clock ahead',
  'rehearsal.forwardBy': '{length} ahead',
  'rehearsal.forwardOnly':
    'What comes due by that is done as if the time had passed. It never goes back: for the real time take another workspace.',
  'rehearsal.real': 'as the real time',
}
