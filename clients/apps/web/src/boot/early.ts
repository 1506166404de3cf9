// Runs before anything is painted: the chosen appearance, so that nothing flashes. It imports nothing.
const chosen = localStorage.getItem('bdc.theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
