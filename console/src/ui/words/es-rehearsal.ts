/** Spanish for the clock of a rehearsal, which is set at Partners. */
export const esRehearsal = {
  'rehearsal.ahead': '{length} por delante de la hora real',
  'rehearsal.by': 'Cuánto',
  'rehearsal.byHint': 'una duración: 90m, 2h, 3d',
  'rehearsal.clock': 'La hora de este ensayo',
  'rehearsal.fired': 'Lo que venció desde entonces',
  'rehearsal.firedNone': 'Aún no ha vencido nada por ello.',
  'rehearsal.firedText': 'Después de adelantar el reloj {length}:',
  'rehearsal.forward': 'Adelantar el reloj',
  'rehearsal.forwardBy': '{length} adelante',
  'rehearsal.forwardOnly':
    'Lo que vence se hace como si el tiempo hubiera pasado. Nunca vuelve atrás: para la hora real use otro espacio.',
  'rehearsal.real': 'como la hora real',
}
