//! The item under `#[server_action]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

/// A function whose body is passed on as tokens: errors in it are reported by the compiler.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    body: TokenTree,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        require_function(input)?;
        let signature = input.parse()?;
        let body = match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => TokenTree::Group(body),
            other => {
                let message =
                    "a server action needs a body, so a method of a trait cannot be one; write a free `async fn`";
                return Err(syn::Error::new(other.span(), message));
            }
        };
        Ok(Self {
            attributes,
            visibility,
            signature,
            body,
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

/// Reports an item that is not a function, by its first keyword. The signature's parser would say
/// "expected `fn`", which does not help if the attribute is on a struct.
fn require_function(input: ParseStream<'_>) -> syn::Result<()> {
    let ahead = input.fork();
    let start = ahead.span();
    let mut first = None;
    loop {
        let token: TokenTree = ahead.parse().map_err(|_| wrong_item(start, first.as_deref()))?;
        let word = token.to_string();
        first.get_or_insert_with(|| word.clone());
        match word.as_str() {
            "fn" => return Ok(()),
            "const" | "async" | "unsafe" | "safe" | "extern" => {}
            _ if matches!(token, TokenTree::Literal(_)) => {}
            _ => return Err(wrong_item(start, first.as_deref())),
        }
    }
}

fn wrong_item(span: proc_macro2::Span, first: Option<&str>) -> syn::Error {
    let found = first.map(|word| format!(", not on `{word}`")).unwrap_or_default();
    syn::Error::new(span, format!("this attribute belongs on an `async fn`{found}"))
}
