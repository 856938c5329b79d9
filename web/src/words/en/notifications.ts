export const notifications = {
  title: 'Notifications',
  intro: 'Hear of a code the moment it comes, also while you look elsewhere.',
  worker: {
    copy: 'Copy code',
    expired: (name: string) => `${name}: a code has expired`,
    expiredText: 'It came too late. Ask for a new one.',
  },
  codeOf: (name: string) => `A code of ${name}`,
  fromTo: (sender: string, line: string) => `From ${sender} to line ${line}.`,
  here: 'This browser',
  hereText: 'Codes come here as notifications, also while Keypigeon is closed. On the way nobody else can read them.',
  on: 'On',
  off: 'Off',
  turnOn: 'Turn on notifications',
  turningOn: 'Your browser asks you…',
  turnOff: 'Turn off',
  turnedOn: 'Codes come here as notifications from now on.',
  turnedOff: 'No more notifications come here.',
  obstacles: {
    https:
      'Browsers allow notifications only over HTTPS. This page is not encrypted; once your hub has HTTPS, turn them on here.',
    'home-screen':
      'On an iPhone or iPad notifications work in the app only: tap Share, then “Add to Home Screen”, open Keypigeon from there, and come back here.',
    browser:
      'This browser cannot show notifications of websites. A newer one can, such as Firefox, Chrome, Edge or Safari.',
    blocked:
      'You have not allowed notifications for this page. Click the symbol beside the address, allow notifications, and try again.',
  },
  serviceFailed:
    'The notification service of this browser cannot be reached. Are you on the internet? Some browsers turn it off in their settings.',
  guests: 'Guests are notified only while this page is open.',
  yours: 'Your browsers',
  yoursText: 'All in which you have turned on notifications.',
  none: 'There are none yet.',
  thisOne: 'This one',
  endedThere: 'Does not take notifications any more',
  removed: 'No more notifications go there.',
  removeLabel: (name: string) => `Remove ${name}`,
  whileOpen: 'While Keypigeon is open',
  desktop: 'Notify me while I look at something else',
  desktopText: 'In this browser, as long as a tab of Keypigeon is open in the background.',
  desktopByPush: 'Notifications are on in this browser, so they come anyway.',
  sound: 'Play a sound when a code comes',
  play: 'Listen to it',
  noSound: 'Your browser does not let this page play a sound yet. Click somewhere on it first.',
  app: 'As an app',
  appText: 'Keypigeon gets a window and a symbol of its own, and opens without an address to type.',
  install: 'Install the app',
  installed: 'You are looking at the installed app.',
  installHints: {
    https: 'Browsers install apps only over HTTPS.',
    apple: 'Tap Share, then “Add to Home Screen”.',
    mac: 'In Safari choose File → Add to Dock.',
    firefoxAndroid: 'In the menu of Firefox choose “Add app to Home screen”.',
    firefox:
      'Firefox on computers does not install apps everywhere. Chrome and Edge do; a pinned tab does nearly the same.',
    other:
      'Look in the menu of your browser for “Install” or “Add to Home screen”. If it is not there, the app may be installed already.',
  },
};
