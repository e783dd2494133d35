from setuptools import setup

setup(name="plotter", version="0.2", packages=["plotter"], install_requires=["matplotlib"])
