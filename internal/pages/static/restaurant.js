import { h } from './dom.js';
import { Session } from './session.js';
import { shell, signInForm, mailOf } from './shell.js';
import { field } from './ui.js';

shell({
  session: new Session('restaurant'),
  home: '#/',
  welcome: (enter) => h('section', { class: 'welcome' }, h('h1', {}, 'Hungry?'),
    signInForm(enter, [field('Your name', h('input', { name: 'id', required: true }))], ({ id }) => [id, mailOf(id)])),
  begin: ({ main, user }) => main.append(h('h1', {}, `Hello ${user.id}`)),
});
