export const api = {
  title: 'API',
  intro: 'Whatever these pages do, a program can do too. The same as a document for tools:',
  find: 'Find a call',
  none: 'No call fits.',
};
