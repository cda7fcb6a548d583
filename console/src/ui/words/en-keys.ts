/** English for the sheet of keys. */
export const enKeys = {
  'keys.assign': 'Assign to somebody',
  'keys.back': 'Back, close',
  'keys.then': 'then',
}
