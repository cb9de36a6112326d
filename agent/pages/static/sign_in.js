// The code stands behind the address's "#", which a browser sends nowhere: put it in and go.
"use strict";
const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, "", location.pathname);
  document.getElementById("code").value = code;
  document.getElementById("exchange").requestSubmit();
}
