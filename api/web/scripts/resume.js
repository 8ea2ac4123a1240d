// Takes a code out of the fragment of the address, which is sent nowhere, into
// the field, and leaves none behind in the history.
{
  const field = find('#code');
  const take = () => {
    if (!/^#[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){4}$/.test(location.hash)) return;
    field.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    field.focus();
  };
  if (field) {
    take();
    addEventListener('hashchange', take);
  }
}
